import { Duration } from 'aws-cdk-lib';
import { Metric, TreatMissingData, type Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { Severity } from '../severity';
import type { Breach, Monitor } from './monitor';

/** A metric that an application sends, and when it is bad. */
export type CustomMetric = {
  readonly id: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  /** CloudWatch's own word: `Average`, `Sum`, `Maximum`, `p95` … */
  readonly statistic: string;
  /** Seconds; whole minutes, or 10, 20, 30 for a metric of high resolution. Default 60. */
  readonly periodSeconds?: number;
  /** Data with another unit does not count. */
  readonly unit?: Unit;
  readonly breach: Breach;
  readonly severity: Severity;
  readonly runbook: string;
  readonly why: string;
  /** What silence means. Default `missing`: it changes nothing while it lasts, then the alarm has insufficient data. */
  readonly missing?: TreatMissingData;
};

export const customMetric: Monitor<CustomMetric> = {
  resource: 'custom-metric',
  alarms: (custom) => [
    {
      id: custom.id,
      severity: custom.severity,
      metric: new Metric({
        namespace: custom.namespace,
        metricName: custom.metricName,
        ...(custom.dimensions && { dimensionsMap: { ...custom.dimensions } }),
        statistic: custom.statistic,
        period: Duration.seconds(custom.periodSeconds ?? 60),
        ...(custom.unit && { unit: custom.unit }),
      }),
      breach: custom.breach,
      missing: custom.missing ?? TreatMissingData.MISSING,
      runbook: custom.runbook,
      source: 'the team',
      why: custom.why,
    },
  ],
};
