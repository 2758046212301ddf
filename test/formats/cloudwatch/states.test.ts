import { DAY_MS } from '../../../core/time';
import { parseMessage } from '../../../formats/messages';
import { enveloped, fixture } from './fixture';

const CHANGED = Date.parse('2026-11-23T17:15:45.123Z');

type Outcome = { readonly endsAt: number | null } | { readonly reason: string };

test.each<[string, string, Outcome]>([
  ['ALARM', 'OK', { endsAt: null }],
  ['ALARM', 'INSUFFICIENT_DATA', { endsAt: null }],
  ['ALARM', 'ALARM', { endsAt: null }],
  ['OK', 'ALARM', { endsAt: CHANGED }],
  ['OK', 'INSUFFICIENT_DATA', { endsAt: CHANGED }],
  ['INSUFFICIENT_DATA', 'ALARM', { endsAt: CHANGED + DAY_MS }],
  ['INSUFFICIENT_DATA', 'OK', { reason: 'checkout-errors: INSUFFICIENT_DATA out of OK' }],
  ['INSUFFICIENT_DATA', '', { reason: 'checkout-errors: INSUFFICIENT_DATA out of an unknown state' }],
])('%s after %s', (state, previous, outcome) => {
  const text = fixture('metric', { NewStateValue: state, OldStateValue: previous });

  const { alerts, ignored } = parseMessage(text, { now: 0 });

  const found = alerts.map(({ endsAt, updatedAt }) => ({ endsAt, updatedAt }));
  expect([...found, ...ignored]).toEqual(['reason' in outcome ? outcome : { ...outcome, updatedAt: CHANGED }]);
});

test('an alarm without data says so', () => {
  const text = fixture('metric', { NewStateValue: 'INSUFFICIENT_DATA', OldStateValue: 'ALARM' });

  const { alerts } = parseMessage(text, { now: 0 });

  expect(alerts[0]?.annotations.summary).toBe(
    'checkout-errors: no data any more; it was in alarm when the data stopped',
  );
});

test.each<[string, Record<string, unknown>, string]>([
  [
    'a suppressor',
    { state: { value: 'ALARM', actionsSuppressedBy: 'Alarm' } },
    'server-cpu: CloudWatch told nobody: its actions are suppressed by Alarm',
  ],
  [
    'a mute rule',
    { state: { value: 'ALARM' }, muteDetail: { mutedBy: 'arn:aws:cloudwatch:us-east-1:1:alarm-mute-rule:night' } },
    'server-cpu: CloudWatch told nobody: it is muted by arn:aws:cloudwatch:us-east-1:1:alarm-mute-rule:night',
  ],
])('nobody hears of an alarm that CloudWatch withheld for %s', (_why, detail, reason) => {
  const text = fixture('event', { detail: { alarmName: 'server-cpu', ...detail } });

  expect(parseMessage(text, { now: 0 })).toEqual({ alerts: [], ignored: [{ reason }] });
});

test('that a withheld alarm is over ends it: nobody is paged by an end', () => {
  const state = { value: 'OK', timestamp: '2026-11-23T17:15:45.123+0000' };
  const text = fixture('event', { detail: { alarmName: 'server-cpu', state, muteDetail: { mutedBy: 'night' } } });

  expect(parseMessage(text, { now: 0 })).toMatchObject({ alerts: [{ endsAt: CHANGED }], ignored: [] });
});

test('an alarm that was edited is nobody’s alert', () => {
  const text = fixture('event', { 'detail-type': 'CloudWatch Alarm Configuration Change' });

  expect(parseMessage(text, { now: 0 })).toEqual({
    alerts: [],
    ignored: [{ reason: 'an alarm was created, changed or deleted' }],
  });
});

describe('severity', () => {
  const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
  const tags = (severity: string) => [{ Key: 'Severity', Value: severity }];

  test.each<[string, { tag?: string; topic?: string; actions?: string[]; okActions?: string[] }, string]>([
    ['nothing says: critical', {}, 'critical'],
    ['the topic', { topic: 'tocsin-info' }, 'info'],
    ['a topic of another name', { topic: 'ops' }, 'critical'],
    ['a topic that only begins so', { topic: 'critical-ops' }, 'critical'],
    ['a FIFO topic', { topic: 'tocsin-warning.fifo' }, 'warning'],
    ['the tag', { tag: 'warning' }, 'warning'],
    ['the tag, however it is written', { tag: ' Warning' }, 'warning'],
    ['the tag is worse', { tag: 'critical', topic: 'tocsin-info' }, 'critical'],
    ['the topic is worse', { tag: 'info', topic: 'tocsin-error' }, 'error'],
    ['a tag of a word that nobody knows', { tag: 'P1', topic: 'tocsin-info' }, 'info'],
    ['a word of the team’s own', { tag: 'page' }, 'page'],
    ['no envelope: the worst of the actions', { actions: ['tocsin-info', 'tocsin-warning'] }, 'warning'],
    ['no envelope: the OK actions', { okActions: ['tocsin-warning'] }, 'warning'],
    ['the envelope, not the actions', { topic: 'tocsin-warning', actions: ['tocsin-critical'] }, 'warning'],
  ])('%s', (_why, { tag, topic: by, actions = [], okActions = [] }, expected) => {
    const message = fixture('metric', {
      AlarmTags: tag === undefined ? undefined : tags(tag),
      AlarmActions: actions.map(topic),
      OKActions: okActions.map(topic),
    });
    const text = by === undefined ? message : enveloped(message, { TopicArn: topic(by) });

    const { alerts } = parseMessage(text, { now: 0 });

    expect(alerts[0]?.labels.severity).toBe(expected);
  });

  test('a topic may stand for a severity by configuration', () => {
    const text = enveloped(fixture('embedded'), { TopicArn: topic('night-shift') });

    const { alerts } = parseMessage(text, {
      now: 0,
      severityOfTopic: (arn) => (arn === topic('night-shift') ? 'warning' : undefined),
    });

    expect(alerts[0]?.labels.severity).toBe('warning');
  });
});

describe('where and when', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['the ARN', {}, 'us-east-1', 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'],
    [
      'the display name',
      { AlarmArn: undefined, Region: 'Europe (Frankfurt)' },
      'eu-central-1',
      'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-errors',
    ],
    [
      'an older display name',
      { AlarmArn: undefined, Region: 'EU (Ireland)' },
      'eu-west-1',
      'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:checkout-errors',
    ],
    [
      'a code, in another partition',
      { AlarmArn: undefined, Region: 'cn-north-1' },
      'cn-north-1',
      'arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:checkout-errors',
    ],
    [
      'a region that is not known yet: the topic’s',
      { AlarmArn: undefined, Region: 'Europe (Atlantis)' },
      'us-east-1',
      'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors',
    ],
  ])('the region is from %s', (_from, changes, region, arn) => {
    const { alerts } = parseMessage(enveloped(fixture('metric', changes)), { now: 0 });

    expect(alerts[0]?.labels.region).toBe(region);
    expect(alerts[0]?.annotations.alarm_arn).toBe(arn);
  });

  test('an alarm from nowhere has no region, no ARN and no page, but pages', () => {
    const text = fixture('embedded', { Region: 'Atlantis', AWSAccountId: undefined });

    const { alerts } = parseMessage(text, { now: 0 });

    expect(alerts[0]).toMatchObject({ endsAt: null, generatorUrl: null });
    expect(Object.keys(alerts[0]?.labels ?? {})).not.toContain('region');
    expect(Object.keys(alerts[0]?.annotations ?? {})).not.toContain('alarm_arn');
  });

  const SENT = Date.parse('2026-11-23T17:15:45.203Z');
  const NOW = Date.parse('2026-11-24T00:00:00Z');
  test.each<[string, unknown, number, number]>([
    ['its own, as SNS writes it', '2026-11-23T17:15:45.123+0000', NOW, CHANGED],
    ['its own, with another offset', '2026-11-23T18:15:45.123+01:00', NOW, CHANGED],
    ['the envelope’s, where it has none', undefined, NOW, SENT],
    ['the envelope’s, where it is no time', 'yesterday', NOW, SENT],
    ['now, where the envelope’s is yet to come', undefined, 5, 5],
  ])('the time is %s', (_whose, StateChangeTime, now, expected) => {
    const { alerts } = parseMessage(enveloped(fixture('metric', { StateChangeTime })), { now });

    expect(alerts[0]).toMatchObject({ startsAt: expected, updatedAt: expected });
  });
});
