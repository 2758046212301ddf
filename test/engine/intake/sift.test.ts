import type { Alert } from '../../../core/alert/alert';
import { NOTHING_COMES_IN } from '../../../engine/intake/configuration';
import { sift } from '../../../engine/intake/sift';
import { alert, START } from '../support';

const OURS = { ...NOTHING_COMES_IN, accounts: ['111122223333'], regions: ['eu-west-1', 'us-east-1'] };
const of = (account: string, region: string): Alert => alert('Down', { labels: { account, region } });
const by = (topicArn: string): string => JSON.stringify({ Type: 'Notification', TopicArn: topicArn, Message: 'x' });
const OWN_TOPIC = by('arn:aws:sns:eu-west-1:111122223333:t-critical');

const names = ({ alerts }: { readonly alerts: readonly Alert[] }): string[] =>
  alerts.map(({ labels }) => String(labels.alertname));

test.each<[string, string, Alert, boolean]>([
  ['our own account and region', OWN_TOPIC, of('111122223333', 'us-east-1'), true],
  ['what says nothing of where it is from', OWN_TOPIC, alert('Down'), true],
  ['another account', OWN_TOPIC, of('999999999999', 'us-east-1'), false],
  ['another region', OWN_TOPIC, of('111122223333', 'ap-south-1'), false],
  ['a topic of another account', by('arn:aws:sns:eu-west-1:999999999999:t'), alert('Down'), false],
  ['a message that came without an envelope', '{}', of('111122223333', 'eu-west-1'), true],
])('%s', (_, body, one, isTaken) => {
  expect(names(sift(OURS, body, [one], START))).toEqual([isTaken ? 'Down' : 'SenderRefused']);
});

test('a stranger wakes nobody, and somebody sees that there is one: one warning for each place', () => {
  const strangers = [
    of('999999999999', 'eu-west-1'),
    of('999999999999', 'eu-west-1'),
    of('111122223333', 'cn-north-1'),
  ];

  const { alerts, refused } = sift(OURS, OWN_TOPIC, strangers, START);

  expect(alerts.map(({ labels }) => labels)).toEqual([
    { alertname: 'SenderRefused', severity: 'warning', source: 'tocsin', account: '999999999999', region: 'eu-west-1' },
    {
      alertname: 'SenderRefused',
      severity: 'warning',
      source: 'tocsin',
      account: '111122223333',
      region: 'cn-north-1',
    },
  ]);
  expect(refused).toHaveLength(3);
});

test('without accounts and regions everybody may send whom the topics let in', () => {
  expect(names(sift(NOTHING_COMES_IN, OWN_TOPIC, [of('999999999999', 'x')], START))).toEqual(['Down']);
});

test('who has a key needs no account', () => {
  expect(names(sift(OURS, null, [of('999999999999', 'x')], START))).toEqual(['Down']);
});

describe('a sign of life', () => {
  const watched = {
    ...NOTHING_COMES_IN,
    heartbeats: [
      {
        name: 'prometheus',
        expect: { type: 'every' as const, everyMs: 1 },
        graceMs: 0,
        labels: {},
        matchers: [{ name: 'alertname', operator: '=' as const, value: 'Watchdog' }],
      },
    ],
  };

  test('is an alert that fires; it is not told', () => {
    expect(sift(watched, null, [alert('Watchdog')], START)).toEqual({ alerts: [], heard: ['prometheus'], refused: [] });
  });

  test('is not its end', () => {
    const over = alert('Watchdog', { from: START - 5, to: START - 1 });

    expect(sift(watched, null, [over], START)).toEqual({ alerts: [], heard: [], refused: [] });
  });

  test('is nothing else', () => {
    expect(names(sift(watched, null, [alert('Down')], START))).toEqual(['Down']);
  });
});
