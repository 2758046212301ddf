import { Template } from 'aws-cdk-lib/assertions';
import { AlertingStack } from '../../../../lib';
import { CONSUMER, QUEUES, TIMEOUT } from '../../../../lib/constructs/alerting/pacing';
import { everyChannel, list, plain, type Resource, resource, resourcesOf, statementsOf, testApp } from '../../support';

const stack = new AlertingStack(testApp(), 'Alerting', {
  alerting: { name: 'acme', configuration: everyChannel, sourceAccounts: ['210987654321'], sentryDsn: 'ssm:/sentry' },
});
const template = Template.fromStack(stack);
const all = resourcesOf(template);
const one = (type: string, start: string): Resource => resource(all, type, start);
const ofType = (type: string): readonly Resource[] => all.filter(({ Type }) => Type === type);

describe('topics', () => {
  const PUBLISHERS = { Service: 'cloudwatch.amazonaws.com' };
  const ACCOUNTS = { StringEquals: { 'aws:SourceAccount': [{ Ref: 'AWS::AccountId' }, '210987654321'] } };

  test.each(['critical', 'warning', 'info', 'emergency'])('the topic of %s says so at the end of its name', (end) => {
    const { Properties } = one('AWS::SNS::Topic', `AlertingTopics${end}`);
    expect(Properties.TopicName).toBe(`acme-${end}`);
  });

  test('all are encrypted with the one key', () => {
    const key = one('AWS::KMS::Key', 'AlertingTopicsKey');
    const keys = ofType('AWS::SNS::Topic').map(({ Properties }) => Properties.KmsMasterKeyId);
    expect(keys).toEqual(Array(4).fill({ 'Fn::GetAtt': [key.id, 'Arn'] }));
  });

  test('the key rotates, and lets CloudWatch encrypt for alarms of the named accounts', () => {
    const { Properties } = one('AWS::KMS::Key', 'AlertingTopicsKey');
    expect(Properties.EnableKeyRotation).toBe(true);
    expect(statementsOf(Properties.KeyPolicy)).toContainEqual({
      Sid: 'PublishersMayEncrypt',
      Effect: 'Allow',
      Principal: PUBLISHERS,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*', // in a key policy: this key
      Condition: ACCOUNTS,
    });
  });

  test.each(ofType('AWS::SNS::TopicPolicy').map((policy) => [policy.id, policy] as const))(
    '%s lets CloudWatch publish for the named accounts, over TLS only, and nobody else',
    (_, { Properties }) => {
      const statements = statementsOf(Properties.PolicyDocument);
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
      expect(allowed).toEqual([
        expect.objectContaining({ Principal: PUBLISHERS, Action: 'sns:Publish', Condition: ACCOUNTS }),
      ]);
      const denied = statements.filter(({ Effect }) => Effect === 'Deny');
      expect(denied).toEqual([expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]);
    },
  );

  test.each(['critical', 'warning', 'info'])('%s goes to the ingest queue in its envelope', (severity) => {
    const topic = one('AWS::SNS::Topic', `AlertingTopics${severity}`);
    const queue = one('AWS::SQS::Queue', 'AlertingQueuesingestD');
    const subscribed = ofType('AWS::SNS::Subscription').filter(
      ({ Properties }) => plain(Properties.TopicArn) === plain({ Ref: topic.id }),
    );
    expect(subscribed.map(({ Properties }) => Properties)).toEqual([
      { Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': [queue.id, 'Arn'] }, TopicArn: { Ref: topic.id } },
    ]);
  });
});

describe('queues', () => {
  const pair = (name: string): { queue: Resource; deadLetters: Resource } => {
    const deadLetters = one('AWS::SQS::Queue', `AlertingQueues${name}deadletters`);
    const queue = ofType('AWS::SQS::Queue').find(
      ({ id }) => id !== deadLetters.id && id.startsWith(`AlertingQueues${name}`),
    );
    if (!queue) throw new Error(`no queue ${name}`);
    return { queue, deadLetters };
  };

  test.each(QUEUES)('%s is encrypted, and what fails again and again is put aside for two weeks', (name) => {
    const { queue, deadLetters } = pair(name);
    expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
    expect(queue.Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters.id, 'Arn'] },
      maxReceiveCount: expect.any(Number),
    });
    expect(deadLetters.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
  });

  test.each(QUEUES)('a message of %s stays hidden for six times what its function may take', (name) => {
    const { queue } = pair(name);
    expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * TIMEOUT[CONSUMER[name]].toSeconds());
  });

  test('after a crash of each function in turn a page is still less than 170 seconds late', () => {
    const longest = Math.max(...QUEUES.map((name) => Number(pair(name).queue.Properties.VisibilityTimeout)));
    expect(longest).toBeLessThan(170);
  });

  test('ingest survives an hour without the table', () => {
    const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod } = pair('ingest').queue.Properties;
    const { maxReceiveCount } = RedrivePolicy as { maxReceiveCount: number };
    expect(Number(VisibilityTimeout) * maxReceiveCount).toBeGreaterThanOrEqual(3_600);
    expect(MessageRetentionPeriod).toBe(14 * 86_400);
  });

  test('all six refuse what does not come over TLS', () => {
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    const policies = ofType('AWS::SQS::QueuePolicy').map(({ Properties }) => statementsOf(Properties.PolicyDocument));
    expect(policies).toHaveLength(6);
    for (const statements of policies)
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Action: 'sqs:*', Condition: insecure }),
      );
  });

  test('only SNS, for one of the topics, and the rule of alarms may send to ingest', () => {
    const { Properties } = one('AWS::SQS::QueuePolicy', 'AlertingQueuesingestPolicy');
    const allowed = statementsOf(Properties.PolicyDocument).filter(({ Effect }) => Effect === 'Allow');
    const topics = ['critical', 'warning', 'info'].map((end) => one('AWS::SNS::Topic', `AlertingTopics${end}`).id);
    const rule = one('AWS::Events::Rule', 'AlertingAlarmChanges').id;
    expect(allowed.map(({ Principal, Condition }) => ({ Principal, Condition }))).toEqual([
      ...topics.map((topic) => ({
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: topic } } },
      })),
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } },
      },
    ]);
  });

  test('EventBridge tells of every alarm of this account but the pipeline’s own', () => {
    const { EventPattern, Targets } = one('AWS::Events::Rule', 'AlertingAlarmChanges').Properties;
    expect(EventPattern).toEqual({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'],
      account: [{ Ref: 'AWS::AccountId' }],
      detail: { alarmName: [{ 'anything-but': { prefix: expect.stringMatching(/-pipeline-$/) } }] },
    });
    expect(Targets).toEqual([
      { Id: 'Target0', Arn: { 'Fn::GetAtt': [expect.stringMatching(/^AlertingQueuesingest(?!dead)/), 'Arn'] } },
    ]);
  });
});

describe('the table', () => {
  const table = one('AWS::DynamoDB::Table', 'AlertingTable');

  test('is on demand, can be restored to any second, forgets by ttl and resists deletion', () => {
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      DeletionProtectionEnabled: true,
    });
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('has one index, of keys alone, over what must wake', () => {
    expect(table.Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'shard', KeyType: 'HASH' },
          { AttributeName: 'wakeAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
    expect(table.Properties.AttributeDefinitions).toEqual(
      expect.arrayContaining([
        { AttributeName: 'shard', AttributeType: 'N' },
        { AttributeName: 'wakeAt', AttributeType: 'N' },
      ]),
    );
  });
});

// With another logical id CloudFormation would put an empty table, or topics that nobody publishes on, in their place.
test('what holds state or is known by name keeps its logical id', () => {
  expect(ofType('AWS::DynamoDB::Table').map(({ id }) => id)).toEqual(['AlertingTable2760C266']);
  expect(ofType('AWS::SNS::Topic').map(({ id }) => id)).toEqual([
    'AlertingTopicscriticalB8A72840',
    'AlertingTopicswarning8058B56D',
    'AlertingTopicsinfo674DEDAC',
    'AlertingTopicsemergencyDC772FEE',
  ]);
  expect(ofType('AWS::SQS::Queue').map(({ id }) => id)).toContain('AlertingQueuesingestD28A2E54');
});

test('the outputs name what tools look for', () => {
  const { Outputs } = template.toJSON();
  expect(Object.keys(Outputs)).toEqual([
    'TopicCritical',
    'TopicWarning',
    'TopicInfo',
    'Table',
    'IngestQueue',
    'WakeQueue',
    'DeliverQueue',
    'IntakeUrl',
    'IntakeApi',
  ]);
  expect(list(Outputs.TopicCritical.Value)).toEqual([{ Ref: 'AlertingTopicscriticalB8A72840' }]);
});

test('where everything is stands in Parameter Store, in one parameter below one path', () => {
  const { Properties } = one('AWS::SSM::Parameter', 'AlertingSystem');
  const { id } = one('AWS::DynamoDB::Table', 'AlertingTable');

  expect(Properties).toMatchObject({ Name: '/tocsin-systems/acme', Type: 'String' });
  expect(JSON.stringify(Properties.Value)).toContain(JSON.stringify({ Ref: id }));
  expect(JSON.stringify(Properties.Value)).toMatch(/Queuesingestdeadletters/);
});

test('one address is public, is throttled, and logs no addresses: those of heartbeats hold tokens', () => {
  const stage = one('AWS::ApiGatewayV2::Stage', 'AlertingIntake');

  expect(stage.Properties).toMatchObject({
    StageName: '$default',
    DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
  });
  expect(stage.Properties).not.toHaveProperty('AccessLogSettings');
  expect(one('AWS::ApiGatewayV2::Route', 'AlertingIntake').Properties).toMatchObject({ RouteKey: '$default' });
  expect(all.filter(({ Type }) => Type === 'AWS::Lambda::Url')).toEqual([]);
});
