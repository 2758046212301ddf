import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Alerting, type AlertingProps } from '../../../../lib';
import { list, onlyWebhook, resource, resourcesOf, statementsOf, testApp } from '../../support';

const make = (props: Partial<AlertingProps>): Stack => {
  const stack = new Stack(testApp(), 'Theirs');
  new Alerting(stack, 'Alerting', { configuration: onlyWebhook, ...props });
  return stack;
};

test.each<[string, Partial<AlertingProps>, string]>([
  [
    'a name that no topic can have',
    { name: 'on call' },
    'name "on call": use letters, digits, "-" and "_", at most 63 of them',
  ],
  [
    'EventBridge as a publisher',
    { publishers: ['events.amazonaws.com'] },
    'publishers: let an EventBridge rule target the queue `ingest`; it cannot publish on these topics',
  ],
  [
    'an account that is none',
    { sourceAccounts: ['12345'] },
    'sourceAccounts: "12345" is not an account: write its 12 digits',
  ],
  [
    'a number as people write it at home',
    { emergency: { phones: ['06 00 00 00 00'] } },
    'emergency.phones: "06 00 00 00 00" is not a number in E.164: write "+33600000000"',
  ],
  [
    'an address without a domain',
    { emergency: { emails: ['ada'] } },
    'emergency.emails: "ada" is not an address: write "ada@example.com"',
  ],
  ['a limit of nothing', { smsQuotaUsd: 0 }, 'smsQuotaUsd: 0 is not a limit: write dollars a month, like 1'],
  [
    'a secret where its name belongs, which is not repeated',
    { sentryDsn: 'https://key@sentry.example.com/1' },
    'not a reference to a secret: write "ssm:/name" or "secretsmanager:name"',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => make(props)).toThrow(new Error(message));
});

test('somebody must be named who hears that the alerting is broken', () => {
  Annotations.fromStack(make({})).hasWarning('/Theirs/Alerting', Match.stringLikeRegexp('emergency.phones'));
  Annotations.fromStack(make({ emergency: { emails: ['ada@example.com'] } })).hasNoWarning('*', Match.anyValue());
});

test('a number may come from a parameter, so that it stands in no template', () => {
  const stack = new Stack(testApp(), 'Theirs');
  const phone = StringParameter.valueForStringParameter(stack, '/oncall/phone');
  new Alerting(stack, 'Alerting', { configuration: onlyWebhook, emergency: { phones: [phone] } });
  Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'sms',
    Endpoint: { Ref: Match.anyValue() },
  });
});

test('a team that wants it may let the table go with its stack', () => {
  const template = Template.fromStack(make({ removalPolicy: RemovalPolicy.DESTROY, deletionProtection: false }));
  const table = resource(resourcesOf(template), 'AWS::DynamoDB::Table', 'AlertingTable');
  expect(table.DeletionPolicy).toBe('Delete');
  expect(table.Properties.DeletionProtectionEnabled).toBe(false);
});

test('budgets may publish where it is asked, held to the accounts as CloudWatch is', () => {
  const all = resourcesOf(Template.fromStack(make({ publishers: ['budgets.amazonaws.com'] })));
  const key = resource(all, 'AWS::KMS::Key', 'AlertingTopicsKey');
  const policy = resource(all, 'AWS::SNS::TopicPolicy', 'AlertingTopicswarning');
  for (const document of [key.Properties.KeyPolicy, policy.Properties.PolicyDocument]) {
    const granted = statementsOf(document).filter(({ Sid }) => Sid?.startsWith('PublishersMay'));
    expect(granted.map(({ Principal }) => Principal)).toEqual([
      { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
    ]);
    expect(granted.flatMap(({ Condition }) => Object.keys(Condition ?? {}))).toEqual(['StringEquals']);
  }
});

test('two of them fit in one account under two names', () => {
  const stack = new Stack(testApp(), 'Theirs');
  for (const name of ['one', 'two']) new Alerting(stack, name, { name, configuration: onlyWebhook });
  const topics = resourcesOf(Template.fromStack(stack), 'AWS::SNS::Topic').map(
    ({ Properties }) => Properties.TopicName,
  );
  expect(new Set(topics).size).toBe(8);
  expect(list(topics)).toContain('two-critical');
});
