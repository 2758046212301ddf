import { fingerprint } from '../../../core/alert/fingerprint';
import { readDescribed } from '../../../formats/cloudwatch/described';
import { childrenOfRule } from '../../../formats/cloudwatch/rule';
import { parseMessage, readStateChange } from '../../../formats/messages';
import { enveloped, fixture, fixtureText } from './fixture';

const idOf = (name: string): string => fingerprint(`arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`, '');
const read = (text: string) => parseMessage(text, { now: 0 }).alerts[0];

describe('a composite repeats', () => {
  test.each<[string, string, string[]]>([
    ['what its rule names', 'ALARM(checkout-errors) OR ALARM(db-latency)', ['checkout-errors', 'db-latency']],
    ['names in quotes, with anything in them', 'ALARM("a (b) or \\"c\\"") AND ALARM( "d e" )', ['a (b) or "c"', 'd e']],
    ['ARNs', 'ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:web:5xx)', ['web:5xx']],
    ['each once', 'ALARM(a) AND (ALARM(a) OR ALARM("b"))', ['a', 'b']],
    ['not what keeps it from firing', 'ALARM(cpu) AND NOT ALARM(deploying)', ['cpu']],
    ['not what must be OK or silent', 'ALARM(a) AND OK(b) AND INSUFFICIENT_DATA(c)', ['a']],
    ['so many of several', 'AT_LEAST(2, ALARM, (a, "b c", d))', ['a', 'b c', 'd']],
    ['nothing by a rule of constants', 'TRUE', []],
    ['nothing by no rule', '', []],
  ])('%s', (_what, rule, children) => {
    expect(childrenOfRule(rule)).toEqual(children);
  });

  test('also those that a message names beside the rule', () => {
    const text = fixture('composite', { AlarmRule: 'ALARM(checkout-errors)' });

    expect(read(text)?.repeats).toEqual([idOf('checkout-errors'), idOf('db-latency')]);
  });

  test('as they are known themselves: by their own messages', () => {
    expect(read(fixtureText('composite'))?.repeats).toContain(read(fixtureText('metric'))?.fingerprint);
  });

  test('by EventBridge too, and nothing once it is over', () => {
    const over = JSON.parse(fixtureText('event-composite-ok'));
    const firing = { ...over, detail: { ...over.detail, state: { ...over.detail.state, value: 'ALARM' } } };

    expect(read(JSON.stringify(firing))?.repeats).toEqual([idOf('checkout-errors'), idOf('db-latency')]);
    expect(read(JSON.stringify(over))?.repeats).toBeUndefined();
  });

  test('under names that hold a secret, which no label shows', () => {
    const child = 'token=s3cr3t9-slow';
    const composite = read(fixture('composite', { AlarmRule: `ALARM("${child}")`, TriggeringChildren: [] }));
    const alarm = read(fixture('metric', { AlarmName: child, AlarmArn: undefined }));

    expect(composite?.repeats).toEqual([alarm?.fingerprint]);
  });
});

describe('a contributor is part of its alarm', () => {
  const { AlarmContributorId: _, AlarmContributorAttributes: __, ...whole } = JSON.parse(fixtureText('contributor'));
  const { AlarmContributorId: ___, AlarmContributorAttributes: ____, ...query } = JSON.parse(fixtureText('promql'));

  test.each<[string, string, object]>([
    ['a query that groups', fixtureText('contributor'), whole],
    ['PromQL', fixtureText('promql'), query],
    ['an event', fixtureText('event-contributor'), whole],
  ])('%s', (_how, contributor, alarm) => {
    const outer = read(JSON.stringify(alarm));

    expect(read(contributor)?.partOf).toBe(outer?.fingerprint);
    expect(outer?.hasParts).toBe(true);
    expect(outer?.labels.contributor).toBeUndefined();
  });

  test('an alarm over one series has no parts', () => {
    expect(read(fixtureText('metric'))).not.toHaveProperty('hasParts');
  });
});

describe('EventBridge’s own word is told from a message', () => {
  test.each<[string, string, boolean]>([
    ['an alarm’s change', fixtureText('event'), true],
    ['a contributor’s change', fixtureText('event-contributor'), true],
    ['an alarm that was edited', fixture('event', { 'detail-type': 'CloudWatch Alarm Configuration Change' }), false],
    ['a message of a topic', fixtureText('metric'), false],
    ['an event that a team sends through a topic', enveloped(fixtureText('event')), false],
    ['another service’s event', fixture('event', { source: 'aws.guardduty' }), false],
    ['a change without a state', fixture('event', { detail: {} }), false],
    ['no JSON', 'aws.cloudwatch', false],
  ])('%s', (_what, text, expected) => {
    expect(readStateChange(text, 0) !== null).toBe(expected);
  });
});

describe('what CloudWatch describes', () => {
  const entry = {
    AlarmName: 'checkout-errors',
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors',
    AlarmDescription: 'Shoppers cannot pay.',
    StateValue: 'ALARM',
    StateReason: 'Threshold Crossed',
    StateReasonData: '{"recentDatapoints":[12.0],"threshold":5.0}',
    StateUpdatedTimestamp: '2026-11-23T17:20:00.000Z',
    StateTransitionedTimestamp: '2026-11-23T17:15:45.123Z',
    ActionsEnabled: false,
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:tocsin-critical'],
    OKActions: [],
    Namespace: 'Shop',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Dimensions: [{ Name: 'ServiceName', Value: 'checkout' }],
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
  };

  test('is the transition that its message tells of', () => {
    const described = readDescribed(entry, 0);

    expect(described).toMatchObject({
      actionsEnabled: false,
      alarmActions: entry.AlarmActions,
      suppressedBy: '',
      alarm: {
        name: 'checkout-errors',
        account: '123456789012',
        region: 'us-east-1',
        state: 'ALARM',
        changedAt: Date.parse('2026-11-23T17:15:45.123Z'),
        reasonData: { threshold: 5 },
        measure: { metricName: 'Errors', dimensions: [['ServiceName', 'checkout']] },
        hasContributors: false,
      },
    });
  });

  test.each<[string, object]>([
    ['a composite that is suppressed', { ActionsSuppressedBy: 'WaitPeriod' }],
    ['a log alarm', { Metrics: undefined, ScheduledQueryConfiguration: {} }],
    ['without times', { StateTransitionedTimestamp: undefined, StateUpdatedTimestamp: undefined }],
  ])('is read for %s', (_what, more) => {
    expect(readDescribed({ ...entry, ...more }, 7)).toMatchObject({ alarm: { name: 'checkout-errors' } });
  });

  test.each<[string, object]>([
    ['of no state', { StateValue: 'BOGUS' }],
    ['without an ARN', { AlarmArn: 'checkout-errors' }],
  ])('is nothing where it is %s', (_what, more) => {
    expect(readDescribed({ ...entry, ...more }, 0)).toBeNull();
  });
});
