import {
  CloudWatchClient,
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { CloudWatchAlarms } from '../../../adapters/aws/cloudwatch';

const client = new CloudWatchClient({ region: 'us-east-1' });
const mock = mockClient(client);
const alarms = new CloudWatchAlarms(client);
beforeEach(() => mock.reset());

const arn = (name: string): string => `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`;
const entry = (AlarmName: string) => ({
  AlarmName,
  AlarmArn: arn(AlarmName),
  StateValue: 'ALARM' as const,
  StateTransitionedTimestamp: new Date(1_000),
});
const failing = (name: string): Error => Object.assign(new Error('no'), { name });

test('all types are asked for, page by page: CloudWatch’s own default is metric alarms alone', async () => {
  mock
    .on(DescribeAlarmsCommand)
    .resolvesOnce({ MetricAlarms: [entry('metric')], NextToken: 'more' })
    .resolvesOnce({ CompositeAlarms: [entry('composite')], LogAlarms: [entry('log')] });

  const found = await alarms.inAlarm();

  expect(found.map(({ alarm }) => [alarm.name, alarm.changedAt])).toEqual([
    ['metric', 1_000],
    ['composite', 1_000],
    ['log', 1_000],
  ]);
  const [first, second] = mock.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input);
  expect(first).toEqual({
    AlarmTypes: ['CompositeAlarm', 'LogAlarm', 'MetricAlarm'],
    StateValue: 'ALARM',
    MaxRecords: 100,
  });
  expect(second).toMatchObject({ NextToken: 'more' });
});

test('no names are no question: CloudWatch would answer with all alarms', async () => {
  expect(await alarms.named([])).toEqual([]);
  expect(mock.calls()).toHaveLength(0);
});

test('tags', async () => {
  mock.on(ListTagsForResourceCommand, { ResourceARN: arn('a') }).resolves({ Tags: [{ Key: 'Team', Value: 'web' }] });

  expect(await alarms.tagsOf(arn('a'))).toEqual([['Team', 'web']]);
});

test('contributors in ALARM', async () => {
  const contributor = { ContributorId: 'one', ContributorAttributes: {}, StateReason: '' };
  mock.on(DescribeAlarmContributorsCommand, { AlarmName: 'fleet' }).resolves({ AlarmContributors: [contributor] });

  expect(await alarms.contributorsOf('fleet')).toEqual(new Set(['one']));
});

test('what active mute rules mute', async () => {
  const AlarmMuteRuleArn = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:night';
  mock
    .on(ListAlarmMuteRulesCommand, { Statuses: ['ACTIVE'] })
    .resolves({ AlarmMuteRuleSummaries: [{ AlarmMuteRuleArn }] });
  mock
    .on(GetAlarmMuteRuleCommand, { AlarmMuteRuleName: 'night' })
    .resolves({ MuteTargets: { AlarmNames: ['disk', 'cpu'] } });

  expect(await alarms.muted()).toEqual(new Set(['disk', 'cpu']));
});

test('where mute rules are not offered there are none', async () => {
  mock.on(ListAlarmMuteRulesCommand).rejects(failing('InvalidAction'));

  expect(await alarms.muted()).toEqual(new Set());
});

test.each(['AccessDenied', 'ThrottlingException'])('%s is not taken for "nothing is muted"', async (name) => {
  mock.on(ListAlarmMuteRulesCommand).rejects(failing(name));

  await expect(alarms.muted()).rejects.toMatchObject({ name: 'AlarmsError', message: `ListAlarmMuteRules: ${name}` });
});
