import type { Delivery } from '../../../../engine/simulation/replay/result';
import { replay } from '../../../../engine/simulation/replay/run';
import { readScenario } from '../../../../engine/simulation/replay/scenario';

const TEAM = `
config:
  routing:
    route: { receiver: team, group_by: [], group_wait: 1s, group_interval: 2s, repeat_interval: 1h }
    receivers: [ { name: team, webhook_configs: [ { url: "http://a" }, { url: "http://b" } ] } ]
`;
const TEST = '{ labels: { alertname: test } }';

async function played(text: string) {
  const scenario = readScenario('s.yml', text, () => {
    throw new Error('no folder is named');
  });
  return (await replay(scenario)).result;
}

/** `2s firing http://a delivered` */
const line = ({ at, kind, to, outcome }: Delivery) => `${at}s ${kind} ${to} ${outcome}`;
const lines = async (text: string) => (await played(text)).deliveries.map(line);

test('a failing webhook does not repeat the healthy one', async () => {
  const alert = '{ labels: { alertname: test }, ends_at: 5s }';
  const told = await played(
    `${TEAM}until: 12s\nevents:\n  - { at: 1s, alerts: [ ${alert} ] }\n  - { at: 1s, outage: { receiver: team, config: 1, until: 2.2s } }`,
  );

  const healthy = told.deliveries.filter(({ to }) => to === 'http://a');
  const failing = told.deliveries.filter(({ to }) => to === 'http://b');
  expect(healthy.map(line)).toEqual(['2s firing http://a delivered', '6s resolved http://a delivered']);
  expect(failing.map(({ kind, outcome, attempt }) => [kind, outcome, attempt])).toEqual([
    ['firing', 'failed', 1],
    ['firing', 'delivered', 2],
    ['resolved', 'delivered', 1],
  ]);
});

test('an alert that nobody ends times out', async () => {
  const text = `${TEAM}until: 10m\nevents: [ { at: 1s, alerts: [ ${TEST} ] } ]`;

  const { incidents } = await played(text);

  expect(incidents).toEqual([expect.objectContaining({ state: 'resolved', opened_at: 2, resolved_at: 302 })]);
});

test('a second episode is another incident', async () => {
  const over = '{ labels: { alertname: test }, ends_at: 4s }';
  const text = `${TEAM}until: 30s\nevents: [ { at: 1s, alerts: [ ${over} ] }, { at: 20s, alerts: [ ${TEST} ] } ]`;

  const { incidents, deliveries } = await played(text);

  expect(incidents.map(({ state, opened_at }) => [state, opened_at])).toEqual([
    ['resolved', 2],
    ['triggered', 21],
  ]);
  expect(new Set(deliveries.map(({ incident }) => incident))).toEqual(new Set(incidents.map(({ id }) => id)));
});

test('an episode that is about to open is pending', async () => {
  const { incidents, deliveries } = await played(`${TEAM}until: 1.5s\nevents: [ { at: 1s, alerts: [ ${TEST} ] } ]`);

  expect(deliveries).toEqual([]);
  expect(incidents).toEqual([expect.objectContaining({ state: 'pending', opened_at: null })]);
});

test('the last instant counts', async () => {
  const told = await lines(`${TEAM}until: 2s\nevents: [ { at: 1s, alerts: [ ${TEST} ] } ]`);

  expect(told).toEqual(['2s firing http://a delivered', '2s firing http://b delivered']);
});

test('events at one instant happen in the order of the file', async () => {
  const over = '{ labels: { alertname: test }, ends_at: 1s }';
  const text = `${TEAM}until: 10s\nevents: [ { at: 1s, alerts: [ ${TEST} ] }, { at: 1s, alerts: [ ${over} ] } ]`;

  expect(await lines(text)).toEqual([]);
});

test('an event that comes again changes nothing', async () => {
  const once = `${TEAM}until: 1m\nevents:\n  - { at: 1s, alerts: [ ${TEST} ] }\n`;

  expect(await played(`${once}  - { at: 5s, duplicate: last }`)).toEqual(await played(once));
});

test.each(['ingest and flush', 'flush', 'notify'])('after a crash of %s the work is taken up again', async (who) => {
  const crash = who === 'notify' ? 'notifier' : 'router';
  const at = who === 'flush' ? '1.5s' : '0s';
  const text = `${TEAM}until: 3m\nevents: [ { at: ${at}, crash: ${crash} }, { at: 1s, alerts: [ ${TEST} ] } ]`;

  const { deliveries } = await played(text);

  expect(deliveries.map(({ to }) => to).sort()).toEqual(['http://a', 'http://b']);
  expect(Math.max(...deliveries.map(({ at: told }) => told))).toBeGreaterThan(2);
  expect(Math.max(...deliveries.map(({ at: told }) => told))).toBeLessThanOrEqual(112);
});

test('a provider that does not answer is asked again once it had its time', async () => {
  const text = `${TEAM}until: 20s\nevents:\n  - { at: 0s, outage: { receiver: team, config: 0, until: 5s, answer: timeout } }\n  - { at: 1s, alerts: [ ${TEST} ] }`;

  const { deliveries } = await played(text);

  const slow = deliveries.filter(({ to }) => to === 'http://a');
  expect(slow.map(({ outcome }) => outcome)).toEqual(['failed', 'delivered']);
  expect(slow[1]?.at).toBeGreaterThanOrEqual(12); // 10 s of waiting for an answer
});

test('a provider that asks for patience gets it', async () => {
  const slack = `
config:
  routing:
    route: { receiver: team, group_wait: 1s, group_interval: 1m }
    receivers: [ { name: team, sms_configs: [ { to: "+15550000001" } ] } ]
until: 1m
events:
  - { at: 0s, outage: { receiver: team, until: 3s, answer: { status: 429, retry_after: 25s } } }
  - { at: 1s, alerts: [ ${TEST} ] }
`;

  expect(await lines(slack)).toEqual(['2s firing +15550000001 failed', '27s firing +15550000001 delivered']);
});

test('what a provider refuses for good is undeliverable', async () => {
  const text = `${TEAM}until: 3s\nevents:\n  - { at: 0s, outage: { receiver: team, channel: webhook, answer: 404 } }\n  - { at: 1s, alerts: [ ${TEST} ] }`;

  const { deliveries } = await played(text);

  expect(deliveries.map(({ outcome }) => outcome)).toEqual(['undeliverable', 'undeliverable']);
});

test('after a reload alerts take the new way', async () => {
  const other = `{ route: { receiver: other, group_wait: 0s }, receivers: [ { name: other, webhook_configs: [ { url: "http://c" } ] } ] }`;
  const text = `${TEAM}until: 3s\nevents:\n  - { at: 1s, reload: { routing: ${other} } }\n  - { at: 2s, alerts: [ ${TEST} ] }`;

  expect(await lines(text)).toEqual(['2s firing http://c delivered']);
});

test('text that nobody can read is told all the same', async () => {
  const { deliveries } = await played(`${TEAM}until: 3s\nevents: [ { at: 1s, raw: "fire on the roof" } ]`);

  expect(deliveries[0]?.alerts).toEqual([
    expect.objectContaining({ annotations: expect.objectContaining({ raw: 'fire on the roof' }) }),
  ]);
});

test('the same scenario gives the same result', async () => {
  const text = `${TEAM}until: 1h\nevents:\n  - { at: 0s, outage: { receiver: team, until: 30m, answer: 500 } }\n  - { at: 1s, alerts: [ ${TEST} ] }`;

  expect(await played(text)).toEqual(await played(text));
});
