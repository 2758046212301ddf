import { Template } from 'aws-cdk-lib/assertions';
import { LEASE_MS } from '../../../../engine/slot';
import { AlertingStack } from '../../../../lib';
import { FUNCTIONS } from '../../../../lib/constructs/alerting/pacing';
import { everyChannel, type Resource, resource, resourcesOf, testApp } from '../../support';

const stack = new AlertingStack(testApp(), 'Alerting', {
  alerting: {
    configuration: everyChannel,
    sentryDsn: 'ssm:/sentry',
    reservedConcurrency: { ingest: 10 },
  },
});
const template = Template.fromStack(stack);
const all = resourcesOf(template);
const one = (type: string, start: string): Resource => resource(all, type, start);
const ofType = (type: string): readonly Resource[] => all.filter(({ Type }) => Type === type);
const functionOf = (name: string): Resource => one('AWS::Lambda::Function', `Alerting${name}Function`);

test('there are no other functions', () => {
  expect(ofType('AWS::Lambda::Function')).toHaveLength(FUNCTIONS.length);
});

test.each(FUNCTIONS)('%s runs on Graviton and Node 24, traced, with a log group of its own for 30 days', (name) => {
  const logs = one('AWS::Logs::LogGroup', `Alerting${name}Logs`);
  expect(functionOf(name).Properties).toMatchObject({
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    Handler: `${name}.handler`,
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogGroup: { Ref: logs.id } },
  });
  expect(logs.Properties.RetentionInDays).toBe(30);
});

const topic = (end: string) => ({ Ref: one('AWS::SNS::Topic', `AlertingTopics${end}`).id });
/** Not that for alarms about the pipeline: those are not ours to take in. */
const topicsInOrder = { 'Fn::Join': ['', [topic('critical'), ',', topic('warning'), ',', topic('info')]] };

test.each(FUNCTIONS)('%s learns where everything is, and no secret', (name) => {
  const { Variables } = functionOf(name).Properties.Environment as { Variables: Record<string, unknown> };
  expect(Variables).toEqual({
    TOCSIN_TABLE: { Ref: one('AWS::DynamoDB::Table', 'AlertingTable').id },
    TOCSIN_TOPICS: topicsInOrder,
    TOCSIN_INGEST_QUEUE_URL: { Ref: expect.stringMatching(/^AlertingQueuesingest(?!dead)/) },
    TOCSIN_WAKE_QUEUE_URL: { Ref: expect.stringMatching(/^AlertingQueueswake(?!dead)/) },
    TOCSIN_DELIVER_QUEUE_URL: { Ref: expect.stringMatching(/^AlertingQueuesdeliver(?!dead)/) },
    TOCSIN_CONFIGURATION: 'configuration.json',
    TOCSIN_SENTRY_DSN: 'ssm:/sentry',
    POWERTOOLS_SERVICE_NAME: 'tocsin',
    POWERTOOLS_METRICS_NAMESPACE: 'Tocsin',
  });
});

test.each([
  ['ingest', 'ingest', 10],
  ['wake', 'flush', 10],
  ['deliver', 'notify', 1],
])('%s is worked through by %s, %d at a time, and only what failed comes again', (queue, name, batchSize) => {
  const { Properties } = one('AWS::Lambda::EventSourceMapping', `AlertingRolloutLive${name}`);
  expect(Properties).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^AlertingQueues${queue}(?!dead)`)), 'Arn'] },
    BatchSize: batchSize,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: expect.any(Number) },
  });
});

test('the sweep runs every minute, and a failed run is left to the next', () => {
  const rule = one('AWS::Events::Rule', 'AlertingEveryMinute');
  const sweep = one('AWS::Lambda::Alias', 'AlertingRolloutLivesweep');
  expect(rule.Properties).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [{ Arn: { Ref: sweep.id }, RetryPolicy: { MaximumRetryAttempts: 0 } }],
  });
  expect(one('AWS::Lambda::EventInvokeConfig', 'AlertingRolloutLivesweep').Properties.MaximumRetryAttempts).toBe(0);
  expect(one('AWS::Lambda::Permission', 'AlertingEveryMinute').Properties).toMatchObject({
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [rule.id, 'Arn'] },
  });
});

test('what was lost is looked for every five minutes', () => {
  const { Properties } = one('AWS::Events::Rule', 'AlertingEveryFiveMinutes');
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Targets: [{ Arn: { Ref: one('AWS::Lambda::Alias', 'AlertingRolloutLivereconcile').id } }],
  });
});

test('concurrency is kept only for whom it is asked', () => {
  const reserved = FUNCTIONS.map((name) => functionOf(name).Properties.ReservedConcurrentExecutions);
  expect(reserved).toEqual([10, ...FUNCTIONS.slice(1).map(() => undefined)]);
});

test('a notification ends before its lease does', () => {
  expect(Number(functionOf('notify').Properties.Timeout) * 1_000).toBeLessThan(LEASE_MS);
});
