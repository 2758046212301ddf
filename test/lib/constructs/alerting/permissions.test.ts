import { Template } from 'aws-cdk-lib/assertions';
import type { Configuration } from '../../../../engine/configuration/configuration';
import { AlertingStack } from '../../../../lib';
import { FUNCTIONS, type FunctionName } from '../../../../lib/constructs/alerting/pacing';
import {
  everyChannel,
  list,
  onlyWebhook,
  plain,
  resource,
  resourcesOf,
  type Statement,
  statementsOf,
  testApp,
} from '../../support';

const rolesOf = (configuration: Configuration, sentryDsn?: string) => {
  const stack = new AlertingStack(testApp(), 'Alerting', {
    alerting: { configuration, ...(sentryDsn && { sentryDsn }) },
  });
  const all = resourcesOf(Template.fromStack(stack));
  const statements = (name: FunctionName): readonly Statement[] => {
    const { Properties } = resource(all, 'AWS::IAM::Role', `Alerting${name}Role`);
    return (Properties.Policies as readonly { PolicyDocument: unknown }[]).flatMap(({ PolicyDocument }) =>
      statementsOf(PolicyDocument),
    );
  };
  return { all, statements };
};

const { all, statements } = rolesOf(everyChannel, 'secretsmanager:errors');

/** Where a name ends: ids carry a hash, which is of no interest here. */
const readable = (resource: unknown): string =>
  plain(resource)
    .replace(/<Alerting(?:Queues)?(\w+?)[0-9A-F]{8}(?:\.Arn)?>/g, '<$1>')
    .replace('<AWS::Partition>', 'aws')
    .replace('<AWS::Region>', 'R')
    .replace('<AWS::AccountId>', 'A');

const allowed = (name: FunctionName): string[] =>
  statements(name).flatMap((statement) => {
    const { Action, Resource, NotResource } = statement;
    const resources = Resource
      ? list(Resource).map(readable)
      : [`all but ${list(NotResource).map(readable).join(' ')}`];
    return resources.map((one) => `${list(Action).join(' ')} on ${one}`);
  });

const everyFunction = (name: FunctionName): string[] => [
  `logs:CreateLogStream logs:PutLogEvents on <${name}Logs>`,
  'xray:PutTelemetryRecords xray:PutTraceSegments on *',
  'secretsmanager:GetSecretValue on arn:aws:secretsmanager:R:A:secret:errors-??????',
  'kms:Decrypt on arn:aws:kms:R:A:key/*',
];
const consumes = (queue: string): string =>
  `sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on <${queue}>`;
const identity = (name: string): string => `ses:SendEmail on arn:aws:ses:R:A:identity/${name}`;

const EXPECTED: Readonly<Record<FunctionName, readonly string[]>> = {
  ingest: [
    consumes('ingest'),
    'dynamodb:GetItem dynamodb:UpdateItem on <Table>',
    'dynamodb:PutItem on <Table>',
    'sqs:SendMessage on <deliver>',
    'sqs:SendMessage on <ingest>',
    'sqs:SendMessage on <wake>',
    'cloudwatch:DescribeAlarms on *',
    'cloudwatch:ListTagsForResource on arn:aws:cloudwatch:R:A:alarm:*',
  ],
  flush: [
    consumes('wake'),
    'dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on <Table>',
    'sqs:SendMessage on <deliver>',
    'sqs:SendMessage on <wake>',
  ],
  notify: [
    consumes('deliver'),
    'dynamodb:GetItem dynamodb:UpdateItem on <Table>',
    'sqs:SendMessage on <deliver>',
    'sqs:SendMessage on <ingest>',
    'sqs:SendMessage on <wake>',
    'sns:Publish on all but arn:*:sns:*:*:*',
    identity('ada@example.org'),
    identity('alerts@mail.example.com'),
    identity('ben@example.net'),
    identity('example.com'),
    identity('example.net'),
    identity('example.org'),
    identity('mail.example.com'),
    'ssm:GetParameter on arn:aws:ssm:R:A:parameter/oncall/pagerduty',
    'kms:Decrypt on arn:aws:kms:R:A:key/*',
    'secretsmanager:GetSecretValue on arn:aws:secretsmanager:R:A:secret:oncall-slack-??????',
    'kms:Decrypt on arn:aws:kms:R:A:key/*',
  ],
  sweep: [
    'dynamodb:Query on <Table>/index/due',
    'dynamodb:Query on <Table>',
    'sqs:SendMessage on <ingest>',
    'sqs:SendMessage on <deliver>',
    'sqs:SendMessage on <wake>',
  ],
  intake: ['dynamodb:UpdateItem on <Table>', 'sqs:SendMessage on <ingest>'],
  reconcile: [
    'dynamodb:GetItem dynamodb:UpdateItem on <Table>',
    'dynamodb:Query on <Table>/index/due',
    'sqs:SendMessage on <ingest>',
    'cloudwatch:DescribeAlarms on *',
    'cloudwatch:DescribeAlarmContributors cloudwatch:ListTagsForResource on arn:aws:cloudwatch:R:A:alarm:*',
    'cloudwatch:ListAlarmMuteRules on *',
    'cloudwatch:GetAlarmMuteRule on arn:aws:cloudwatch:R:A:alarm-mute-rule:*',
  ],
  reload: [
    'dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem on <Table>',
    'dynamodb:DeleteItem dynamodb:PutItem on <Table>',
    'dynamodb:Query on <Table>/index/due',
    'sqs:SendMessage on <wake>',
  ],
};

test.each(FUNCTIONS)('%s may do this and nothing else', (name) => {
  expect(allowed(name).sort()).toEqual([...everyFunction(name), ...EXPECTED[name]].sort());
});

test('nothing else grants anything to a function', () => {
  expect(all.filter(({ Type }) => /^AWS::IAM::(?!Role$)/.test(Type))).toEqual([]);
  const roles = all.filter(({ Type }) => Type === 'AWS::IAM::Role');
  expect(roles).toHaveLength(FUNCTIONS.length);
  expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns !== undefined)).toEqual([]);
});

test.each(FUNCTIONS)('%s is allowed no action by a pattern', (name) => {
  const actions = statements(name).flatMap(({ Action }) => list(Action));
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

/** Where AWS offers no name for what is allowed, and what holds it in instead. */
const UNNAMED: Readonly<Record<string, string>> = {
  'xray:PutTelemetryRecords xray:PutTraceSegments': 'X-Ray knows no resources; both only add',
  'kms:Decrypt': 'whichever key a secret is under; held in by the service that asks and the secret that it asks for',
  'cloudwatch:DescribeAlarms':
    'with less than all alarms for a resource CloudWatch leaves composites out; it only reads',
  'cloudwatch:ListTagsForResource': 'of any alarm of this account and region; it only reads',
  'cloudwatch:DescribeAlarmContributors cloudwatch:ListTagsForResource': 'as above',
  'cloudwatch:ListAlarmMuteRules': 'a list has no resource to name; it only reads',
  'cloudwatch:GetAlarmMuteRule': 'of any mute rule of this account and region; it only reads',
  'sns:Publish': 'a phone number has no ARN; everything that has one is left out',
};

test.each(FUNCTIONS)('%s is allowed a resource by a pattern only where the table says why', (name) => {
  const open = statements(name).filter(
    ({ Resource, NotResource }) => NotResource !== undefined || list(Resource).some((one) => plain(one).includes('*')),
  );
  expect(open.map(({ Action }) => list(Action).join(' ')).filter((actions) => !(actions in UNNAMED))).toEqual([]);
});

test('a key opens only the secrets that the configuration names', () => {
  const conditions = statements('notify')
    .filter(({ Action }) => Action === 'kms:Decrypt')
    .map(({ Condition }) => Condition as Record<'StringEquals' | 'StringLike', Record<string, unknown>>)
    .map(({ StringEquals, StringLike }) => [
      readable(StringEquals['kms:ViaService']),
      Object.entries(StringLike).map(([name, values]) => `${name} ${list(values).map(readable).join(' ')}`),
    ]);
  expect(conditions).toEqual([
    [
      'secretsmanager.R.amazonaws.com',
      ['kms:EncryptionContext:SecretARN arn:aws:secretsmanager:R:A:secret:errors-??????'],
    ],
    ['ssm.R.amazonaws.com', ['kms:EncryptionContext:PARAMETER_ARN arn:aws:ssm:R:A:parameter/oncall/pagerduty']],
    [
      'secretsmanager.R.amazonaws.com',
      ['kms:EncryptionContext:SecretARN arn:aws:secretsmanager:R:A:secret:oncall-slack-??????'],
    ],
  ]);
});

test('e-mail leaves from the configured address alone, whichever identity vouches for it', () => {
  const email = statements('notify').find(({ Action }) => Action === 'ses:SendEmail');
  expect(email?.Condition).toEqual({ StringEqualsIgnoreCase: { 'ses:FromAddress': ['alerts@mail.example.com'] } });
});

test('a configuration without SMS, e-mail and secrets allows none of them', () => {
  const { statements } = rolesOf(onlyWebhook);
  const actions = statements('notify').flatMap(({ Action }) => list(Action));
  expect(actions.filter((action) => /^(sns|ses|ssm|secretsmanager|kms):/.test(action))).toEqual([]);
});

test('only a sender of e-mail and SMS may send them', () => {
  for (const name of ['ingest', 'flush', 'sweep', 'reconcile'] as const)
    expect(allowed(name).filter((line) => /^(sns|ses|ssm):/.test(line))).toEqual([]);
});

test('what follows a new configuration may replace the copy of it, and no other item', () => {
  const [publish] = statements('reload').filter(({ Sid }) => Sid === 'PublishConfiguration');
  expect(publish?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CONFIG'] } });
});

test('the public function counts in its own items, and reads its senders’ keys and no provider’s', () => {
  const sender = { name: 'a', key: { reference: 'ssm:/sender' }, labels: {}, perMinute: 1 };
  const ingest = { ...everyChannel.ingest, pagerduty: [sender], heartbeatKey: 'secretsmanager:beat' };
  const { statements } = rolesOf({ ...everyChannel, ingest });

  const counting = statements('intake').find(({ Action }) => list(Action).includes('dynamodb:UpdateItem'));
  const read = statements('intake')
    .filter(({ Action }) => /^(ssm|secretsmanager):/.test(String(list(Action)[0])))
    .flatMap(({ Resource }) => list(Resource).map(readable));

  expect(counting?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['RATE#*'] } });
  expect(read).toEqual(['arn:aws:ssm:R:A:parameter/sender', 'arn:aws:secretsmanager:R:A:secret:beat-??????']);
});
