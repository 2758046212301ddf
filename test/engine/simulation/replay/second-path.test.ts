import { replay } from '../../../../engine/simulation/replay/run';
import { readScenario } from '../../../../engine/simulation/replay/scenario';

const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:tocsin-critical';
const SCALING = 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:1';

/** A receiver that is told at once. */
const scenario = (...events: readonly object[]): string =>
  JSON.stringify({
    start: '2026-01-05T09:00:00Z',
    until: '10m',
    config: {
      routing: {
        route: {
          receiver: 'team',
          group_by: ['alertname'],
          group_wait: '0s',
          group_interval: '1m',
          repeat_interval: '4h',
        },
        receivers: [{ name: 'team', webhook_configs: [{ url: 'http://a' }] }],
      },
    },
    events,
  });

const event = (value: string, timestamp: string, more: object = {}) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: '111122223333',
  region: 'us-east-1',
  time: timestamp,
  resources: [`${ARN}:alarm:disk`],
  detail: {
    alarmName: 'disk',
    state: { value, timestamp },
    previousState: { value: 'OK' },
    configuration: {},
    ...more,
  },
});
const message = (state: string, at: string, more: object = {}) => ({
  AlarmName: 'disk',
  AlarmArn: `${ARN}:alarm:disk`,
  NewStateValue: state,
  OldStateValue: 'OK',
  StateChangeTime: at,
  AlarmActions: [TOPIC],
  ...more,
});

async function told(...events: readonly object[]): Promise<string[]> {
  const { result } = await replay(
    readScenario('s.yml', scenario(...events), () => {
      throw new Error('no folder is named');
    }),
  );
  return result.deliveries.map(({ at, kind }) => `${at}s ${kind}`);
}

const ONE = '2026-01-05T09:00:01.000+0000';
const TWO_MINUTES = '2026-01-05T09:02:00.000+0000';

test('an event alone pages after its minute', async () => {
  expect(await told({ at: '1s', eventbridge: event('ALARM', ONE) })).toEqual(['61s firing']);
});

test('one that its topic told too pages once, at once', async () => {
  const both = [
    { at: '1s', eventbridge: event('ALARM', ONE) },
    { at: '1.5s', sns: message('ALARM', ONE) },
  ];

  expect(await told(...both)).toEqual(['1.5s firing']);
});

test('a message that comes after the minute tells nobody anew', async () => {
  const both = [
    { at: '1s', eventbridge: event('ALARM', ONE) },
    { at: '5m', sns: message('ALARM', ONE) },
  ];

  expect(await told(...both)).toEqual(['61s firing']);
});

test('an end of which the topic says nothing is told a minute later', async () => {
  const end = [
    { at: '1s', sns: message('ALARM', ONE) },
    { at: '2m', eventbridge: event('OK', TWO_MINUTES, { previousState: { value: 'ALARM' } }) },
  ];

  expect(await told(...end)).toEqual(['1s firing', '181s resolved']);
});

test('what is over within its minute pages nobody', async () => {
  const blink = [
    { at: '1s', eventbridge: event('ALARM', ONE) },
    { at: '31s', eventbridge: event('OK', '2026-01-05T09:00:31.000+0000', { previousState: { value: 'ALARM' } }) },
  ];

  expect(await told(...blink)).toEqual([]);
});

test('an alarm that acts on others alone pages nobody', async () => {
  const scaling = [
    {
      at: '1s',
      sns: message('OK', '2026-01-05T08:00:00.000+0000', { AlarmActions: [SCALING], OldStateValue: 'ALARM' }),
    },
    { at: '2m', eventbridge: event('ALARM', TWO_MINUTES) },
  ];

  expect(await told(...scaling)).toEqual([]);
});

test('an alarm that CloudWatch mutes pages nobody', async () => {
  expect(await told({ at: '1s', eventbridge: event('ALARM', ONE, { muteDetail: { mutedBy: 'night' } }) })).toEqual([]);
});
