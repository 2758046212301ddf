import { Template } from 'aws-cdk-lib/assertions';
import { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import {
  above,
  type CustomMetric,
  customMetric,
  defineServices,
  MonitoringStack,
  SEVERITIES,
  type Severity,
  watch,
} from '../../../lib';
import { plain, type Resource, resourcesOf, testApp } from '../support';

const slow = (severity: Severity): CustomMetric => ({
  id: `Slow-${severity}`,
  namespace: 'Tocsin/App',
  metricName: 'http_duration',
  dimensions: { service: 'checkout', environment: 'production' },
  statistic: 'p95',
  unit: Unit.MILLISECONDS,
  breach: above(2_000, { datapoints: 2, of: 3 }),
  severity,
  runbook: 'high-latency',
  why: 'People leave before they have paid.',
});

const services = defineServices({
  name: 'acme',
  runbooks: 'https://example.com/runbooks/',
  services: {
    checkout: {
      team: 'payments',
      dashboard: 'https://example.com/graphs',
      watch: SEVERITIES.map((severity) => watch(customMetric, slow(severity))),
    },
  },
});
const template = Template.fromStack(new MonitoringStack(testApp(), 'Monitoring', { services }));
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
const alarm = (severity: Severity): Resource['Properties'] => {
  const found = alarms.find(({ Properties }) => Properties.AlarmName === `checkout-Slow-${severity}`);
  if (!found) throw new Error(`no alarm for ${severity}`);
  return found.Properties;
};

test.each(SEVERITIES)('%s: the beginning and the end are told on the topic of its severity', (severity) => {
  const topic = `arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:acme-${severity}`;
  const { AlarmActions, OKActions } = alarm(severity);
  expect((AlarmActions as readonly unknown[]).map(plain)).toEqual([topic]);
  expect((OKActions as readonly unknown[]).map(plain)).toEqual([topic]);
});

test('the alarm is what the monitor says', () => {
  expect(alarm('critical')).toMatchObject({
    Namespace: 'Tocsin/App',
    MetricName: 'http_duration',
    Dimensions: [
      { Name: 'environment', Value: 'production' },
      { Name: 'service', Value: 'checkout' },
    ],
    ExtendedStatistic: 'p95',
    Unit: 'Milliseconds',
    Period: 60,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 2_000,
    DatapointsToAlarm: 2,
    EvaluationPeriods: 3,
    TreatMissingData: 'missing',
  });
});

test.each(SEVERITIES)('%s travels with the alarm, with the service and its team', (severity) => {
  const { Tags, ActionConfiguration } = alarm(severity);
  expect(Tags).toEqual([
    { Key: 'service', Value: 'checkout' },
    { Key: 'severity', Value: severity },
    { Key: 'team', Value: 'payments' },
  ]);
  expect(ActionConfiguration).toEqual({ AlarmTagsPropagation: { Enabled: true } });
});

test('the description says what it means, what to do and where to look', () => {
  expect(alarm('critical').AlarmDescription).toBe(
    [
      'People leave before they have paid.',
      'Runbook: https://example.com/runbooks/high-latency.md',
      'Dashboard: https://example.com/graphs',
    ].join('\n'),
  );
});

test('a description that CloudWatch would refuse is refused at synthesis', () => {
  const wordy = { ...slow('info'), why: 'x'.repeat(1_000) };
  const tooLong = { ...services, services: { checkout: { team: 'payments', watch: [watch(customMetric, wordy)] } } };
  expect(() => new MonitoringStack(testApp(), 'Monitoring', { services: tooLong })).toThrow(
    'the description of high-latency has 1054 characters: CloudWatch takes 1024',
  );
});
