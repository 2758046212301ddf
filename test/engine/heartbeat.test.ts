import type { Heartbeat } from '../../core/heartbeat/heartbeat';
import { HOUR_MS, MINUTE_MS } from '../../core/time';
import type { Configuration } from '../../engine/configuration/configuration';
import { ingest } from '../../engine/ingest';
import { heartbeatKey } from '../../engine/keys';
import { sealEnvelope } from '../../formats/intake/envelope';
import { Bench, dying, START, TEAM } from './support';

const hourly = (name: string, more: Partial<Heartbeat> = {}): Heartbeat => ({
  name,
  expect: { type: 'every', everyMs: HOUR_MS },
  graceMs: 10 * MINUTE_MS,
  labels: { team: 'data' },
  matchers: [],
  ...more,
});
const expecting = (...heartbeats: readonly Heartbeat[]): Configuration => ({
  ...TEAM,
  ingest: { ...TEAM.ingest, heartbeats },
});

const DEADLINE = START + MINUTE_MS + HOUR_MS + 10 * MINUTE_MS; // the first sweep runs a minute after the start

const ping = (bench: Bench, name = 'backup', at = bench.now, store = bench.table) =>
  ingest(bench.ports(store), bench.configuration, [sealEnvelope({ tocsin: 'heartbeat', name, at })]);

/** What the team was told, in words. */
const told = (bench: Bench): string[] =>
  bench.asked.map(({ notification: { at, status, alerts } }) =>
    [(at - START) / MINUTE_MS, status, ...alerts.map(({ labels }) => labels.heartbeat)].join(' '),
  );

test('a heartbeat that was never heard is missing, once, and is over when it is heard', async () => {
  // Prepare
  const bench = new Bench(expecting(hourly('backup')));

  // Act
  await bench.run(START + 3 * HOUR_MS);
  await ping(bench);
  await bench.run(START + 3 * HOUR_MS + 10 * MINUTE_MS);

  // Assess: within 120 s, group_wait of 30 s included
  const [first] = bench.asked;
  expect(told(bench).map((line) => line.replace(/^[\d.]+ /, ''))).toEqual(['firing backup', 'resolved backup']);
  expect(first?.notification.at).toBeGreaterThan(DEADLINE);
  expect(first?.notification.at).toBeLessThanOrEqual(DEADLINE + 2 * MINUTE_MS);
});

test('one that is heard in time is never missing, and the sweep may be late', async () => {
  const bench = new Bench(expecting(hourly('backup')));

  for (let hours = 0; hours < 5; hours += 1) {
    await bench.run(START + hours * HOUR_MS + 30 * MINUTE_MS);
    await ping(bench);
  }

  expect(told(bench)).toEqual([]);
});

test('a message on a topic is a sign of life, with its envelope or without', async () => {
  const bench = new Bench(expecting(hourly('backup')));
  await bench.run(START + HOUR_MS);
  const message = JSON.stringify({ heartbeat: 'backup' });
  const envelope = JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:r:1:t', Message: message });

  const { results } = await ingest(bench.ports(), bench.configuration, [envelope]);

  expect(results).toEqual([{ ok: true, alerts: 0, stale: 0, ignored: ['heartbeat backup: heard'] }]);
  expect(await bench.table.get(heartbeatKey('backup'))).toMatchObject({ lastAt: START + HOUR_MS });
});

test('an alert that stands for a heartbeat is told to nobody', async () => {
  const watchdog = hourly('prometheus', {
    expect: { type: 'every', everyMs: 5 * MINUTE_MS },
    matchers: [{ name: 'alertname', operator: '=', value: 'Watchdog' }],
  });
  const bench = new Bench(expecting(watchdog));
  const posted = {
    fingerprint: 'f',
    labels: { alertname: 'Watchdog' },
    annotations: {},
    startsAt: START,
    endsAt: null,
    generatorUrl: null,
  };
  for (let minutes = 0; minutes <= 60; minutes += 5) {
    await bench.run(START + minutes * MINUTE_MS);
    await ingest(bench.ports(), bench.configuration, [
      sealEnvelope({ tocsin: 'alertmanager', sender: 's', at: bench.now, kind: 'api', alerts: [posted] }),
    ]);
  }
  expect(told(bench)).toEqual([]);

  await bench.run(START + 2 * HOUR_MS);

  expect(told(bench).map((line) => line.replace(/^[\d.]+ /, ''))).toEqual(['firing prometheus']);
});

test('one that leaves the configuration is over', async () => {
  const bench = new Bench(expecting(hourly('backup')));
  await bench.run(START + 2 * HOUR_MS);

  bench.configuration = expecting();
  await bench.run(START + 3 * HOUR_MS);

  expect(told(bench).map((line) => line.replace(/^[\d.]+ /, ''))).toEqual(['firing backup', 'resolved backup']);
});

test('a report of a name that nobody expects is ignored, and says so', async () => {
  const bench = new Bench(expecting(hourly('backup')));

  const { results } = await ping(bench, 'bakcup');

  expect(results).toMatchObject([{ ignored: ['heartbeat bakcup: no heartbeat "bakcup" in ingest.yml'] }]);
});

test.each([1, 2, 3, 4, 5])('a process that dies before its write %d leaves nothing undone', async (nth) => {
  // Prepare: missing, and everybody knows
  const bench = new Bench(expecting(hourly('backup')));
  await bench.run(START + 2 * HOUR_MS);
  const at = bench.now;
  const message = sealEnvelope({ tocsin: 'heartbeat', name: 'backup', at });

  // Act: the report is delivered again after its first reader died
  await ingest(bench.ports(dying(bench.table, nth)), bench.configuration, [message]);
  await ingest(bench.ports(), bench.configuration, [message]);
  await bench.run(at + 10 * MINUTE_MS);

  // Assess
  expect(told(bench).map((line) => line.replace(/^[\d.]+ /, ''))).toEqual(['firing backup', 'resolved backup']);
});
