import { cut, listed, oneLine } from '../../core/notification/text';
import type { AlarmTransition } from './alarm';
import { alarmNameOf } from './arn';
import type { Figures } from './figures';
import type { Measure } from './measure';

const MAX_NAME = 120;
const MAX_TITLE = 120;
const MAX_REASON = 300;
/** What stands before the alarm's name in its ARN. */
const ALARM_ARN = /\barn:aws[a-z-]{0,16}:cloudwatch:[a-z0-9-]{0,32}:\d{0,12}:alarm:/g;

/** One sentence that a tired person understands: "checkout-errors: Errors (Shop) was 12, above 5 for 1 minute". */
export function sentenceOf(alarm: AlarmTransition, figures: Figures): string {
  const name = cut(oneLine(alarm.name), MAX_NAME);
  switch (alarm.state) {
    case 'ALARM': {
      const clause = alarmClause(alarm, figures);
      return clause === '' ? `${name}${seriesOf(alarm)} is in alarm` : `${name}: ${clause}`;
    }
    case 'OK':
      return [`${name} is over`, measuredClause(alarm, figures)].filter((part) => part !== '').join(': ');
    case 'INSUFFICIENT_DATA':
      return `${name}: no data any more; it was in alarm when the data stopped`;
  }
}

/** Why it is in alarm; empty where the message does not say. */
function alarmClause(alarm: AlarmTransition, figures: Figures): string {
  const children = [...new Set(alarm.children.map((child) => alarmNameOf(child) || child))];
  if (children.length > 0) {
    const names = listed(
      children.map((child) => cut(oneLine(child), MAX_TITLE)),
      3,
    );
    return `${names} ${children.length === 1 ? 'is' : 'are'} in alarm`;
  }
  if (alarm.rule !== '') return `${cut(oneLine(alarm.rule), MAX_REASON)} holds`;
  const reason = cut(oneLine(alarm.reason.replace(ALARM_ARN, '')), MAX_REASON);
  if (isSilent(alarm) && alarm.measure && figures.value === '') return `${titleOf(alarm)} sends no data`;
  return measuredClause(alarm, figures) || reason;
}

/** Did it go off for want of data? */
const isSilent = ({ reason }: AlarmTransition): boolean =>
  /\bno datapoints were received\b|\bmissing datapoints? (was|were) treated as \[breaching\]/i.test(
    reason.slice(0, 1_024),
  );

/** What was measured; empty where no figure is known. */
function measuredClause(alarm: AlarmTransition, { value, relation }: Figures): string {
  const title = titleOf(alarm);
  const periods = alarm.state === 'ALARM' && alarm.measure ? periodsOf(alarm.measure) : '';
  const enough = periods === '' ? '' : ` ${periods}`;
  if (value !== '') {
    const limit = relation === '' ? '' : `, ${relation}`;
    return `${title === '' ? 'it' : title} was ${value}${limit}${limit === '' ? '' : enough}`;
  }
  const isKnown = title !== '' && relation !== '' && alarm.state === 'ALARM';
  return isKnown ? `${title} is ${relation}${enough}` : '';
}

/** "Errors (Shop)", "p99 Latency (Shop) of InstanceId=i-1". */
function titleOf(alarm: AlarmTransition): string {
  if (!alarm.measure) return '';
  const { statistic, title, metricName, namespace } = alarm.measure;
  const name = title || metricName;
  if (name === '') return '';
  const percentile = /^(p|tm|wm|tc|ts|pr|iqm)\d*/i.test(statistic) ? `${statistic} ` : '';
  return `${percentile}${cut(oneLine(name), MAX_TITLE)}${namespace === '' ? '' : ` (${cut(oneLine(namespace), MAX_TITLE)})`}${seriesOf(alarm)}`;
}

/** Which of an alarm's several series; empty for one that has but one. */
function seriesOf({ attributes, contributor }: AlarmTransition): string {
  if (contributor === '') return '';
  const named = attributes.slice(0, 3).map(([name, value]) => cut(oneLine(`${name}=${value}`), MAX_TITLE));
  return ` of ${named.length > 0 ? named.join(', ') : `contributor ${cut(oneLine(contributor), MAX_TITLE)}`}`;
}

const SPANS: readonly (readonly [seconds: number, word: string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** "for 1 minute", "for 10 minutes" (2 of 2 periods of 5), "for 3 of 5 minutes", "for 2 of 3 periods of 5 minutes". */
function periodsOf({ periodSeconds, evaluationPeriods, datapointsToAlarm }: Measure): string {
  if (evaluationPeriods === null || evaluationPeriods < 1) return '';
  const needed = datapointsToAlarm ?? evaluationPeriods;
  const isEach = needed === evaluationPeriods;
  const share = `for ${needed} of ${evaluationPeriods}`;
  if (periodSeconds === null || periodSeconds < 1)
    return isEach ? `for ${counted(needed, 'period')}` : `${share} periods`;
  if (isEach) return `for ${counted(...inUnits(needed * periodSeconds))}`;
  const [count, word] = inUnits(periodSeconds);
  return count === 1 ? `${share} ${word}s` : `${share} periods of ${count} ${word}s`;
}

/** In the largest unit that leaves no fraction. */
function inUnits(span: number): [count: number, word: string] {
  const [seconds = 1, word = 'second'] = SPANS.find(([unit]) => span >= unit && span % unit === 0) ?? [];
  return [span / seconds, word];
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
