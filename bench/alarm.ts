import { ACCOUNT, REGION } from '../local/aws/environment';

/** What CloudWatch publishes when an alarm on one metric goes off. */
export const alarmMessage = (name: string, now: Date): string =>
  JSON.stringify({
    AlarmName: name,
    AlarmDescription: 'Nobody is harmed: this alarm is published to be timed.',
    AWSAccountId: ACCOUNT,
    AlarmConfigurationUpdatedTimestamp: '2026-01-01T00:00:00.000+0000',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 1 datapoint [7.0] was greater than or equal to the threshold (5.0).',
    StateChangeTime: now.toISOString().replace('Z', '+0000'),
    Region: 'US East (N. Virginia)',
    AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`,
    OldStateValue: 'OK',
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: 'http_errors',
      Namespace: 'Tocsin/App',
      StatisticType: 'Statistic',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [{ name: 'service', value: 'api' }],
      Period: 60,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 5,
      TreatMissingData: 'missing',
      EvaluateLowSampleCountPercentile: '',
    },
  });
