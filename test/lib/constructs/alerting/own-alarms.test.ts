import { Template } from 'aws-cdk-lib/assertions';
import { AlertingStack } from '../../../../lib';
import { everyChannel, plain, type Resource, resource, resourcesOf, testApp } from '../../support';

const stack = new AlertingStack(testApp(), 'Alerting', {
  alerting: {
    name: 'acme',
    configuration: everyChannel,
    emergency: { phones: ['+33600000000'], emails: ['ada@example.com'] },
    smsQuotaUsd: 50,
  },
});
const all = resourcesOf(Template.fromStack(stack));
const alarms = all.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
const emergency = resource(all, 'AWS::SNS::Topic', 'AlertingTopicsemergency');
const alarm = (name: string): Resource['Properties'] => {
  const found = alarms.find(({ Properties }) => Properties.AlarmName === `acme-pipeline-${name}`);
  if (!found) throw new Error(`no alarm ${name}`);
  return found.Properties;
};

test.each<[string, string, string, Readonly<Record<string, unknown>>]>([
  [
    'IngestAge',
    'AWS/SQS',
    'ApproximateAgeOfOldestMessage',
    { Threshold: 120, Period: 60, EvaluationPeriods: 2, TreatMissingData: 'notBreaching' },
  ],
  ['DeadLetters-ingest', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { Threshold: 1, EvaluationPeriods: 1 }],
  ['DeadLetters-wake', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { Threshold: 1, EvaluationPeriods: 1 }],
  ['DeadLetters-deliver', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { Threshold: 1, EvaluationPeriods: 1 }],
  ['Errors-ingest', 'AWS/Lambda', 'Errors', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 3 }],
  ['Errors-flush', 'AWS/Lambda', 'Errors', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 3 }],
  ['Errors-notify', 'AWS/Lambda', 'Errors', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 3 }],
  ['Errors-sweep', 'AWS/Lambda', 'Errors', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 3 }],
  ['Errors-reconcile', 'AWS/Lambda', 'Errors', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 3, Period: 300 }],
  ['ReloadFailed', 'AWS/Lambda', 'Errors', { Threshold: 3, Statistic: 'Sum', Period: 600, EvaluationPeriods: 1 }],
  [
    'ReconcileMissing',
    'AWS/Lambda',
    'Invocations',
    {
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Period: 900,
      EvaluationPeriods: 1,
      TreatMissingData: 'breaching',
    },
  ],
  ['IntakeErrors', 'AWS/ApiGateway', '5xx', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 3, Period: 60 }],
  ['Throttles-ingest', 'AWS/Lambda', 'Throttles', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 5 }],
  ['Throttles-flush', 'AWS/Lambda', 'Throttles', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 5 }],
  ['Throttles-notify', 'AWS/Lambda', 'Throttles', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 5 }],
  ['Throttles-sweep', 'AWS/Lambda', 'Throttles', { Threshold: 1, Statistic: 'Sum', EvaluationPeriods: 5 }],
  [
    'SweepMissing',
    'AWS/Lambda',
    'Invocations',
    {
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Period: 300,
      EvaluationPeriods: 1,
      TreatMissingData: 'breaching',
    },
  ],
  ['Overdue', 'Tocsin', 'Overdue', { Threshold: 1, Dimensions: [{ Name: 'service', Value: 'tocsin' }] }],
  [
    'SmsSpend',
    'AWS/SNS',
    'SMSMonthToDateSpentUSD',
    { Threshold: 40, Statistic: 'Maximum', TreatMissingData: 'ignore' },
  ],
])('%s watches %s %s', (name, namespace, metricName, expected) => {
  expect(alarm(name)).toMatchObject({
    Namespace: namespace,
    MetricName: metricName,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...expected,
  });
});

test('there are no others, and every one says what it means', () => {
  expect(alarms).toHaveLength(19);
  for (const { Properties } of alarms) expect(Properties.AlarmDescription).toMatch(/^Tocsin itself\. .{20,}\.$/);
});

test.each(alarms.map(({ id, Properties }) => [id, Properties] as const))(
  '%s tells beginning and end',
  (_, properties) => {
    expect(properties.AlarmActions).toEqual([{ Ref: emergency.id }]);
    expect(properties.OKActions).toEqual([{ Ref: emergency.id }]);
  },
);

test('the dead letters that are watched are those of the queue', () => {
  const [dimension] = alarm('DeadLetters-ingest').Dimensions as readonly { Value: unknown }[];
  expect(plain(dimension?.Value)).toMatch(/^<AlertingQueuesingestdeadletters/);
});

test('SNS itself brings them to people: no function of ours is asked', () => {
  const subscribed = all
    .filter(
      ({ Type, Properties }) =>
        Type === 'AWS::SNS::Subscription' && plain(Properties.TopicArn) === plain({ Ref: emergency.id }),
    )
    .map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]);
  expect(subscribed).toEqual([
    ['sms', '+33600000000'],
    ['email', 'ada@example.com'],
  ]);
});
