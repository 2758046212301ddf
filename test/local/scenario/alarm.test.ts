import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { demoAlarm } from '../../../local/scenario/alarm';

const alarm: MetricAlarm = {
  AlarmName: 'a',
  Namespace: 'App',
  MetricName: 'm',
  Threshold: 2_000,
  ComparisonOperator: 'GreaterThanThreshold',
};

test.each<[string, MetricAlarm, [bad: number, good: number] | null]>([
  ['above a threshold', alarm, [4_200, 400]],
  ['below a threshold', { ...alarm, ComparisonOperator: 'LessThanThreshold' }, [400, 4_200]],
  ['around zero', { ...alarm, Threshold: 0 }, [1.1, -0.8]],
  ['of AWS itself, which nobody can put', { ...alarm, Namespace: 'AWS/SQS' }, null],
  ['of several metrics', { ...alarm, MetricName: undefined }, null],
])('an alarm %s', (_, given, expected) => {
  const found = demoAlarm(given);
  expect(found && [found.bad, found.good]).toEqual(expected);
});
