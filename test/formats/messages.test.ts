import { DAY_MS } from '../../core/time';
import { parseMessage } from '../../formats/messages';
import { enveloped, fixture } from './cloudwatch/fixture';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const SENT = Date.parse('2026-11-23T17:15:45.203Z');
const parse = (text: string) => parseMessage(text, { now: NOW });
const names = (text: string) => parse(text).alerts.map(({ labels }) => labels.alertname);

const alarm = fixture('metric');
const [bare] = parse(alarm).alerts;

describe('an alarm is read', () => {
  const notification = JSON.parse(enveloped(alarm));
  const { SigningCertURL, UnsubscribeURL, ...common } = notification;
  const inFunction = {
    ...common,
    SigningCertUrl: SigningCertURL,
    UnsubscribeUrl: UnsubscribeURL,
    MessageAttributes: {},
  };

  test.each<[string, string]>([
    ['alone', alarm],
    ['in its envelope', enveloped(alarm)],
    ['in an envelope without subject', enveloped(alarm, { Subject: null })],
    ['in the event of a function', JSON.stringify({ Records: [{ EventSource: 'aws:sns', Sns: inFunction }] })],
    ['in a queue’s event', JSON.stringify({ Records: [{ eventSource: 'aws:sqs', body: enveloped(alarm) }] })],
    ['as received from a queue', JSON.stringify({ Messages: [{ MessageId: '1', Body: enveloped(alarm) }] })],
    ['written as a text once more', JSON.stringify(alarm)],
    ['with a byte order mark', `\ufeff${alarm}`],
    ['in an envelope whose message is no text', enveloped(alarm, { Message: JSON.parse(alarm) })],
  ])('%s', (_how, text) => {
    const { alerts, ignored } = parse(text);

    expect(ignored).toEqual([]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.fingerprint).toBe(bare?.fingerprint);
    expect(alerts[0]?.annotations).toEqual(bare?.annotations);
  });

  test('by a function that the alarm calls itself', () => {
    const { detail, ...event } = JSON.parse(fixture('event'));
    const [arn] = event.resources;
    const text = JSON.stringify({
      source: 'aws.cloudwatch',
      alarmArn: arn,
      accountId: '123456789012',
      region: 'us-east-1',
      alarmData: detail,
    });

    expect(parse(text).alerts).toEqual(parse(fixture('event')).alerts);
  });
});

describe('several in one', () => {
  const other = fixture('composite');

  test.each<[string, string]>([
    ['a list', `[${alarm},${other}]`],
    ['a line each', `${alarm}\n${other}\n`],
    ['the records of a queue', JSON.stringify({ Records: [{ body: alarm }, { body: enveloped(other) }] })],
  ])('%s', (_how, text) => {
    expect(names(text)).toEqual(['checkout-errors', 'shop-unhealthy']);
  });

  test('what cannot be read among them pages once, with all of the text', () => {
    const text = `[${alarm},{"a":1},{"b":2},3]`;

    const { alerts } = parse(text);

    expect(alerts.map(({ labels }) => labels.alertname)).toEqual(['checkout-errors', 'Unreadable']);
    expect(alerts[1]?.annotations.raw).toBe(text);
  });
});

describe('what cannot be read', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['a sentence', 'Disk is full on db-1'],
    ['a number', '5'],
    ['null', 'null'],
    ['an empty list', '[]'],
    ['a list of anything', '[1,{"a":"b"}]'],
    ['JSON of another kind', '{"hello":"world"}'],
    ['an alarm that is cut', alarm.slice(0, -20)],
    ['an alarm without a name', fixture('metric', { AlarmName: undefined, AlarmArn: undefined })],
    ['an alarm of no state', fixture('metric', { NewStateValue: 'BOGUS' })],
    ['an event of an alarm without its state', fixture('event', { detail: { alarmName: 'x' } })],
    ['a key of the prototype', '{"__proto__":{"AlarmName":"x","NewStateValue":"ALARM"}}'],
  ])('%s', (_what, text) => {
    const { alerts, ignored } = parse(text);

    expect(ignored).toEqual([]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.labels).toEqual({ alertname: 'Unreadable', severity: 'critical' });
    expect(alerts[0]?.annotations.raw).toBe(text);
  });

  test('envelopes in envelopes are opened a few times only', () => {
    const wrap = (text: string, times: number): string => (times === 0 ? text : wrap(enveloped(text), times - 1));

    expect(names(wrap(alarm, 3))).toEqual(['checkout-errors']);
    expect(names(wrap(alarm, 9))).toEqual(['Unreadable']);
  });

  test('it stays for a day, and the same text again is the same alert', () => {
    const [first] = parseMessage('Help!', { now: 1_000 }).alerts;
    const [again] = parseMessage('Help!', { now: 2_000 }).alerts;

    expect(first).toMatchObject({ startsAt: 1_000, updatedAt: 1_000, endsAt: 1_000 + DAY_MS });
    expect(again?.fingerprint).toBe(first?.fingerprint);
    expect(first?.annotations).toEqual({ summary: 'A message could not be read: Help!', raw: 'Help!' });
  });

  test('of what came in an envelope it says the message, at the time of the envelope', () => {
    const [alert] = parse(enveloped('Help!')).alerts;

    expect(alert?.annotations.raw).toBe('Help!');
    expect(alert?.updatedAt).toBe(SENT);
    expect(alert?.labels.severity).toBe('critical');
  });

  test.each<[string, string, number]>([
    ['letters', 'x'.repeat(20_000), 16_384],
    ['characters of three bytes', '€'.repeat(20_000), 16_383],
    ['characters of four bytes', `x${'😀'.repeat(20_000)}`, 16_381],
  ])('the first 16 KB of it are kept: %s', (_which, text, bytes) => {
    const raw = parse(text).alerts[0]?.annotations.raw ?? '';

    expect(Buffer.byteLength(raw)).toBe(bytes);
    expect(text.startsWith(raw)).toBe(true);
  });
});

describe('what concerns nobody', () => {
  const confirmation = (type: string) =>
    JSON.stringify({ Type: type, TopicArn: 'arn:aws:sns:us-east-1:1:t', Token: 'abc', Message: 'You have chosen …' });

  test.each<[string, string, string]>([
    [
      'a subscription',
      confirmation('SubscriptionConfirmation'),
      'SubscriptionConfirmation of arn:aws:sns:us-east-1:1:t',
    ],
    ['its end', confirmation('UnsubscribeConfirmation'), 'UnsubscribeConfirmation of arn:aws:sns:us-east-1:1:t'],
    [
      'Auto Scaling tries the topic',
      enveloped('{"Event":"autoscaling:TEST_NOTIFICATION"}', { Subject: 'Auto Scaling: test notification' }),
      'a test message: Auto Scaling: test notification',
    ],
    ['S3 tries the topic', '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}', 'a test message'],
    ['SES tries the topic', 'Successfully validated SNS topic for Amazon SES event publishing.', 'a test message'],
    ['somebody tries the topic', enveloped('Test message', { Subject: null }), 'a test message'],
  ])('%s', (_what, text, reason) => {
    expect(parse(text)).toEqual({ alerts: [], ignored: [{ reason }] });
  });
});

describe('other services of AWS', () => {
  const by = (Subject: string) => ({ Subject, TopicArn: 'arn:aws:sns:us-east-1:123456789012:tocsin-info' });
  const ours = { severity: 'info', account: '123456789012', region: 'us-east-1' };
  const rds = JSON.stringify({
    'Event Source': 'db-instance',
    'Event Time': '2026-11-23 17:10:00.000',
    'Identifier Link': 'https://console.aws.amazon.com/rds/home?region=eu-west-1#dbinstance:id=shop-1',
    'Source ID': 'shop-1',
    'Source ARN': 'arn:aws:rds:eu-west-1:123456789012:db:shop-1',
    'Event ID': 'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0006',
    'Event Message': 'DB instance restarted',
  });
  const scaling = JSON.stringify({
    Service: 'AWS Auto Scaling',
    Time: '2026-11-23T17:10:00.000Z',
    Event: 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
    Cause: 'At 2026-11-23T17:09:50Z an instance was started.',
    Description: 'Launching a new EC2 instance. Status Reason: no capacity.',
    AutoScalingGroupName: 'web',
    AutoScalingGroupARN: 'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:1:autoScalingGroupName/web',
  });
  const guardDuty = JSON.stringify({
    version: '0',
    id: 'c8c4daa7-a20c-2f03-0070-b7393dd542ad',
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account: '123456789012',
    time: '2026-11-23T17:10:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { title: 'Someone mines coins on i-1.', description: 'It talks to a pool.', severity: 8 },
  });
  const health = JSON.stringify({
    'detail-type': 'AWS Health Event',
    source: 'aws.health',
    account: '123456789012',
    time: '2026-11-23T17:10:00Z',
    region: 'us-east-1',
    resources: ['i-1'],
    detail: { eventDescription: [{ language: 'en_US', latestDescription: 'EC2 is degraded.' }] },
  });
  const budget = 'AWS Budget Notification November 23, 2026\nAWS Account 123456789012\n\nDear AWS Customer,\n';

  test.each<[string, string, Record<string, string>, Record<string, string>]>([
    [
      'RDS',
      enveloped(rds, by('RDS Notification Message')),
      { ...ours, region: 'eu-west-1', alertname: 'RDS Notification Message', source: 'aws.rds' },
      {
        summary: 'shop-1: DB instance restarted',
        console_url: 'https://console.aws.amazon.com/rds/home?region=eu-west-1#dbinstance:id=shop-1',
      },
    ],
    [
      'Auto Scaling',
      enveloped(scaling, by('Auto Scaling: failed launch for group "web"')),
      { ...ours, alertname: 'Auto Scaling: failed launch for group "web"', source: 'aws.autoscaling' },
      {
        summary: 'web: Launching a new EC2 instance. Status Reason: no capacity.',
        description: 'At 2026-11-23T17:09:50Z an instance was started.',
      },
    ],
    [
      'GuardDuty',
      enveloped(guardDuty, by('')),
      { ...ours, alertname: 'GuardDuty Finding', source: 'aws.guardduty' },
      { summary: 'GuardDuty Finding: Someone mines coins on i-1.', description: 'It talks to a pool.' },
    ],
    [
      'Health',
      enveloped(health, by('')),
      { ...ours, alertname: 'AWS Health Event', source: 'aws.health' },
      { summary: 'AWS Health Event: EC2 is degraded.', description: 'i-1' },
    ],
    [
      'Budgets',
      enveloped(budget, by('AWS Budgets: Shop has exceeded your alert threshold')),
      { ...ours, alertname: 'AWS Budgets: Shop has exceeded your alert threshold', source: 'aws.budgets' },
      { summary: 'AWS Budgets: Shop has exceeded your alert threshold', description: budget.trim() },
    ],
    [
      'CodeDeploy',
      enveloped(
        JSON.stringify({ region: 'us-east-1', applicationName: 'shop', deploymentId: 'd-1', status: 'FAILED' }),
        by('FAILED: AWS CodeDeploy d-1 in us-east-1 to shop'),
      ),
      { ...ours, alertname: 'FAILED: AWS CodeDeploy d-1 in us-east-1 to shop', source: 'aws.codedeploy' },
      { summary: 'shop d-1: FAILED' },
    ],
    [
      'Config',
      enveloped(
        JSON.stringify({ configRuleARN: 'arn:aws:config:us-east-1:1:config-rule/r', configRuleName: 'open-buckets' }),
        by('[AWS Config:us-east-1] AWS::S3::Bucket open is NON_COMPLIANT'),
      ),
      { ...ours, alertname: '[AWS Config:us-east-1] AWS::S3::Bucket open is NON_COMPLIANT', source: 'aws.config' },
      { summary: '[AWS Config:us-east-1] AWS::S3::Bucket open is NON_COMPLIANT' },
    ],
    [
      'Elastic Beanstalk',
      enveloped(
        'Timestamp: Mon Nov 23 17:10:00 UTC 2026\nMessage: Environment health has gone to Severe.',
        by('AWS Elastic Beanstalk Notification - Environment health has gone to Severe.'),
      ),
      {
        ...ours,
        alertname: 'AWS Elastic Beanstalk Notification - Environment health has gone to Severe.',
        source: 'aws.elasticbeanstalk',
      },
      {
        summary: 'AWS Elastic Beanstalk Notification - Environment health has gone to Severe.',
        description: 'Timestamp: Mon Nov 23 17:10:00 UTC 2026\nMessage: Environment health has gone to Severe.',
      },
    ],
    [
      'a Lambda destination',
      enveloped(
        JSON.stringify({
          version: '1.0',
          requestContext: {
            functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:mailer:$LATEST',
            condition: 'RetriesExhausted',
          },
        }),
        by(''),
      ),
      { ...ours, alertname: 'Lambda Destination', source: 'aws.lambda' },
      { summary: 'function:mailer:$LATEST: RetriesExhausted' },
    ],
    [
      'S3',
      enveloped(
        JSON.stringify({
          Records: [
            {
              eventSource: 'aws:s3',
              eventName: 'ObjectRemoved:Delete',
              s3: { bucket: { name: 'backups' }, object: { key: 'db.gz' } },
            },
          ],
        }),
        by('Amazon S3 Notification'),
      ),
      { ...ours, alertname: 'Amazon S3 Notification', source: 'aws.s3' },
      { summary: 'backups/db.gz: ObjectRemoved:Delete' },
    ],
  ])('%s', (_service, text, labels, annotations) => {
    const { alerts } = parse(text);

    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.labels).toEqual(labels);
    expect(alerts[0]?.annotations).toEqual(annotations);
    expect(alerts[0]?.endsAt).toBe((alerts[0]?.updatedAt ?? 0) + DAY_MS);
  });

  test('without a topic they are critical', () => {
    expect(parse(guardDuty).alerts[0]?.labels.severity).toBe('critical');
  });

  test('two events are two alerts, an event that comes twice is one', () => {
    const ids = [guardDuty, guardDuty, guardDuty.replace('c8c4daa7', 'd8c4daa7')].map(
      (text) => parse(text).alerts[0]?.fingerprint,
    );

    expect(new Set(ids).size).toBe(2);
  });
});

describe('secrets', () => {
  const KEY = 'AKIAIOSFODNN7EXAMPLE';

  test('are taken out of labels and annotations, wherever they stand', () => {
    const text = enveloped(
      fixture('metric', {
        AlarmDescription: `key ${KEY}\nrunbook: https://r.example.com/?token=s3cr3t`,
        NewStateReason: `{"password":"hunter2hunter2"} Bearer ${'a'.repeat(40)}`,
        AlarmTags: [{ Key: 'note', Value: KEY }],
      }),
    );

    const [alert] = parse(text).alerts;

    expect(alert?.labels.note).toBe('[redacted]');
    expect(alert?.annotations).toMatchObject({
      description: 'key [redacted]',
      runbook_url: 'https://r.example.com/?token=[redacted]',
      reason: '{"password":"[redacted]"} Bearer [redacted]',
    });
  });

  test('are taken out of what cannot be read, also at the cut', () => {
    const [alert] = parse(`${'x'.repeat(16_370)} ${KEY}`).alerts;

    expect(alert?.annotations.raw).toBe(`${'x'.repeat(16_370)} [redacted]`);
  });

  test('are taken out of reasons', () => {
    const text = fixture('metric', { AlarmName: KEY, NewStateValue: 'INSUFFICIENT_DATA', AlarmArn: undefined });

    expect(parse(text).ignored).toEqual([{ reason: '[redacted]: INSUFFICIENT_DATA out of OK' }]);
  });
});
