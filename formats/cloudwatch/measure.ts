import { asRecord, field, type Loose, listIn, numberIn, recordIn, textIn } from '../loose';
import { agreed, type Pairs, readPairs } from './pairs';

/** What an alarm measures and when that is too much; absent texts are empty. */
export type Measure = {
  readonly namespace: string;
  readonly metricName: string;
  /** What people call it: an expression's label, else the metric's name. */
  readonly title: string;
  /** Is it computed, so that the metrics' own units say nothing? */
  readonly isExpression: boolean;
  /** "Sum", "p99" … */
  readonly statistic: string;
  /** CloudWatch's word, "Bytes"; most alarms give none. */
  readonly unit: string;
  readonly dimensions: Pairs;
  readonly periodSeconds: number | null;
  readonly evaluationPeriods: number | null;
  readonly datapointsToAlarm: number | null;
  /** "GreaterThanThreshold" … */
  readonly operator: string;
  readonly threshold: number | null;
};

/** Reads an SNS message's `Trigger` or an event's `configuration`; null if it measures nothing. */
export function readMeasure(trigger: Loose): Measure | null {
  const series = listIn(trigger, 'Metrics', 'metrics').map(readSeries);
  const single = readSeries({ MetricStat: { ...pick(trigger, SINGLE), Metric: pick(trigger, METRIC) } });
  const all = single.metricName === '' ? series : [single, ...series];
  const measured = all.find(({ isReturned, isBand }) => isReturned && !isBand) ?? all.find(({ isBand }) => !isBand);
  const limits = {
    evaluationPeriods: numberIn(trigger, 'EvaluationPeriods', 'evaluationPeriods'),
    datapointsToAlarm: numberIn(trigger, 'DatapointsToAlarm', 'datapointsToAlarm'),
    operator: textIn(trigger, 'ComparisonOperator', 'comparisonOperator'),
    threshold: numberIn(trigger, 'Threshold', 'threshold'),
  };
  // The embedded AWS gives composites a trigger of blanks and noughts.
  if (!measured && limits.operator === '') return null;
  const metricNames = new Set(all.map(({ metricName }) => metricName).filter((name) => name !== ''));
  const metricName = measured?.metricName || only(metricNames);
  return {
    namespace:
      measured?.namespace || only(new Set(all.map(({ namespace }) => namespace).filter((name) => name !== ''))),
    metricName,
    title: measured?.label || measured?.expression || metricName,
    isExpression: measured !== undefined && measured.expression !== '',
    statistic: textIn(trigger, 'ExtendedStatistic', 'extendedStatistic') || measured?.statistic || '',
    unit: textIn(trigger, 'Unit', 'unit') || measured?.unit || '',
    dimensions: agreed(all.map(({ dimensions }) => dimensions)),
    periodSeconds:
      numberIn(trigger, 'Period', 'period') ??
      all.map(({ period }) => period).find((period) => period !== null) ??
      null,
    ...limits,
  };
}

/** Does it tell several time series apart, each of which notifies by itself, too? */
export function isGrouped(trigger: Loose): boolean {
  const criteria = recordIn(trigger, 'EvaluationCriteria', 'evaluationCriteria');
  const isPromQl = Object.keys(recordIn(criteria, 'PromQLCriteria', 'promQLCriteria', 'promQlCriteria')).length > 0;
  return isPromQl || listIn(trigger, 'Metrics', 'metrics').map(readSeries).some(groups);
}

const groups = ({ expression }: Series): boolean => /\bGROUP\s{1,8}BY\b/i.test(expression);

const SINGLE = ['Statistic', 'Period', 'Unit'];
const METRIC = ['MetricName', 'Namespace', 'Dimensions'];

const pick = (record: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.map((name) => [name, field(record, name)]));

/** The one text of a set, or empty: several have none that speaks for all. */
const only = (texts: ReadonlySet<string>): string => (texts.size === 1 ? ([...texts][0] ?? '') : '');

type Series = Pick<Measure, 'namespace' | 'metricName' | 'statistic' | 'unit' | 'dimensions'> & {
  readonly label: string;
  readonly expression: string;
  readonly period: number | null;
  readonly isReturned: boolean;
  /** The expected range of an anomaly detector, not what is measured. */
  readonly isBand: boolean;
};

function readSeries(value: unknown): Series {
  const entry = asRecord(value) ?? {};
  const stat = recordIn(entry, 'MetricStat', 'metricStat');
  const metric = recordIn(stat, 'Metric', 'metric');
  const expression = textIn(entry, 'Expression', 'expression').trim();
  return {
    namespace: textIn(metric, 'Namespace', 'namespace'),
    metricName: textIn(metric, 'MetricName', 'metricName', 'Name', 'name'),
    statistic: textIn(stat, 'Stat', 'stat', 'Statistic'),
    unit: textIn(stat, 'Unit', 'unit'),
    dimensions: readPairs(field(metric, 'Dimensions', 'dimensions')),
    label: textIn(entry, 'Label', 'label'),
    expression,
    period: numberIn(stat, 'Period', 'period') ?? numberIn(entry, 'Period', 'period'),
    isReturned: field(entry, 'ReturnData', 'returnData') !== false,
    isBand: expression.startsWith('ANOMALY_DETECTION_BAND'),
  };
}
