import { MINUTE_MS, SECOND_MS } from '../../../core/time';
import type { Configuration } from '../../../engine/configuration/configuration';
import { ingest } from '../../../engine/ingest';
import { alertsOf } from '../../../engine/intake/take-in';
import { type Envelope, openIntake, sealEnvelope } from '../../../formats/intake/envelope';
import type { Loose } from '../../../formats/loose';
import { reportOf } from '../../../formats/pagerduty/alert';
import type { EventAction } from '../../../formats/pagerduty/event';
import { Bench, chatTo, configured, routeTo, START, TEAM } from '../support';

const KEYED: Configuration = {
  ...TEAM,
  ingest: {
    ...TEAM.ingest,
    pagerduty: [{ name: 'ssm:/key', key: { reference: 'ssm:/key' }, labels: { service: 'checkout' }, perMinute: 1 }],
  },
};

const event = (action: EventAction, at: number, payload: Loose = {}): string => {
  const body = { payload: { summary: 'Disk is full', source: 'db', severity: 'critical', ...payload } };
  return sealEnvelope({
    tocsin: 'pagerduty',
    sender: 'ssm:/key',
    at,
    report: reportOf(body, action, 'ssm:/key', 'disk-1'),
  });
};
const take = (bench: Bench, ...bodies: readonly string[]) => ingest(bench.ports(), bench.configuration, bodies);
const told = (bench: Bench): string[] =>
  bench.asked.map(({ notification: { status, alerts } }) =>
    [status, ...alerts.map(({ labels }) => `${labels.alertname} ${labels.service}`)].join(' '),
  );

test('a trigger is told with the labels of its key, and its resolve, which has none, ends it', async () => {
  const bench = new Bench(KEYED);

  await take(bench, event('trigger', START));
  await bench.run(START + MINUTE_MS);
  await take(bench, event('resolve', bench.now));
  await bench.run(START + 10 * MINUTE_MS);

  expect(told(bench)).toEqual(['firing Disk is full checkout', 'resolved Disk is full checkout']);
});

test('a resolve that overtakes its trigger counts, whichever comes first', async () => {
  const bench = new Bench(KEYED);

  await take(bench, event('resolve', START + SECOND_MS));
  await take(bench, event('trigger', START));
  await bench.run(START + 10 * MINUTE_MS);

  expect(told(bench)).toEqual([]);
});

test('a trigger after that is a new one', async () => {
  const bench = new Bench(KEYED);
  await take(bench, event('resolve', START));

  await take(bench, event('trigger', START + SECOND_MS));
  await bench.run(START + MINUTE_MS);

  expect(told(bench)).toEqual(['firing Disk is full checkout']);
});

test('what triggers again began when it first did', async () => {
  const bench = new Bench(KEYED);
  await take(bench, event('trigger', START));

  await take(bench, event('trigger', START + 10 * SECOND_MS, { summary: 'Disk is full' }));
  await bench.run(START + MINUTE_MS);

  expect(bench.asked[0]?.notification.alerts).toMatchObject([{ startsAt: START }]);
});

test('a resolve is worked through again when it comes twice', async () => {
  const bench = new Bench(KEYED);
  await take(bench, event('trigger', START));
  await bench.run(START + MINUTE_MS);

  const resolve = event('resolve', bench.now);
  const first = await take(bench, resolve);
  const second = await take(bench, resolve);

  expect([first, second].map(({ results: [one] }) => one)).toMatchObject([{ alerts: 1 }, { alerts: 1 }]);
});

test('an acknowledgement and a change event say why they tell nobody', async () => {
  const { results } = await take(
    new Bench(KEYED),
    event('acknowledge', START),
    sealEnvelope({ tocsin: 'change', sender: 'ssm:/key', at: START }),
  );

  expect(results).toMatchObject([
    { alerts: 0, ignored: ['an acknowledgement of what is not known to fire'] },
    { alerts: 0, ignored: ['a change event: it notifies nobody'] },
  ]);
});

test('an alert of the API expires; one of a webhook stays', async () => {
  const posted = { annotations: {}, startsAt: START, endsAt: null, generatorUrl: null };
  const sent = (kind: 'api' | 'webhook'): Envelope => ({
    tocsin: 'alertmanager',
    sender: 's',
    at: START,
    kind,
    alerts: [{ ...posted, fingerprint: kind, labels: { alertname: kind } }],
  });
  const bench = new Bench(configured(routeTo('team', { groupBy: ['alertname'] }), { team: [chatTo('a')] }));

  await take(bench, sealEnvelope(sent('api')), sealEnvelope(sent('webhook')));
  await bench.run(START + 20 * MINUTE_MS);

  const last = bench.asked.map(({ notification: { status, alerts } }) => `${alerts[0]?.labels.alertname} ${status}`);
  expect(last.sort()).toEqual(['api firing', 'api resolved', 'webhook firing']);
});

test('what somebody publishes on a topic is believed to be nothing of ours', async () => {
  const forged = event('resolve', START);
  const bench = new Bench(KEYED);
  const envelope = { Type: 'Notification', TopicArn: 'arn:aws:sns:us-east-1:1:t-critical', Message: forged };

  const { results } = await take(bench, JSON.stringify(envelope));

  expect(results).toMatchObject([{ ok: true, alerts: 1 }]); // unreadable: a critical alert
  await bench.run(START + MINUTE_MS);
  expect(bench.asked[0]?.notification.alerts[0]?.labels.alertname).toBe('Unreadable');
});

test('an envelope of a shape that we do not know is told, not dropped', async () => {
  const bench = new Bench(KEYED);

  const { results } = await take(bench, '{"tocsin":"pagerduty","sender":7}');

  expect(results).toMatchObject([{ ok: true, alerts: 1 }]);
});

describe('without the table', () => {
  const info = { summary: 'x', source: 's', severity: 'info' };
  test.each<[string, string, readonly string[]]>([
    ['a trigger', event('trigger', START), ['critical']],
    ['a mild one', event('trigger', START, info), ['info']],
    ['a resolve', event('resolve', START), []],
    ['a look at a heartbeat', sealEnvelope({ tocsin: 'look', name: 'a', at: START }), []],
  ])('%s says this much by itself', (_, body, severities) => {
    const envelope = openIntake(body);

    const alerts = envelope ? alertsOf(KEYED, envelope) : null;

    expect(alerts?.map(({ labels }) => labels.severity)).toEqual(severities);
  });
});
