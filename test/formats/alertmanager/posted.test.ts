import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { edgeAlert, levelAlert, readPosted, readWebhook } from '../../../formats/alertmanager/posted';

const AT = Date.UTC(2026, 0, 5, 9);
const ARRIVAL = { at: AT, labels: {} };
const LABELS = { alertname: 'Down', instance: 'i-1' };

const only = (alerts: readonly unknown[], read = readPosted) => {
  const result = read === readWebhook ? readWebhook({ alerts }) : readPosted(alerts);
  if (!result.ok || result.alerts.length !== 1 || !result.alerts[0]) throw new Error(JSON.stringify(result));
  return result.alerts[0];
};

test('an alert without an end fires for the resolve timeout from its arrival', () => {
  const alert = levelAlert(only([{ labels: LABELS, startsAt: '2026-01-05T08:00:00Z' }]), ARRIVAL, 300_000);

  expect(alert).toMatchObject({ startsAt: AT - 3_600_000, endsAt: AT + 300_000, endIsAssumed: true, updatedAt: AT });
});

test('an end that lies behind resolves it', () => {
  const alert = levelAlert(only([{ labels: LABELS, endsAt: '2026-01-05T08:59:00Z' }]), ARRIVAL, 300_000);

  expect(alert).toMatchObject({ startsAt: AT - 60_000, endsAt: AT - 60_000 });
  expect(alert).not.toHaveProperty('endIsAssumed');
});

test('Go’s zero time is no time', () => {
  const posted = only([{ labels: LABELS, startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z' }]);

  expect(posted).toMatchObject({ startsAt: null, endsAt: null });
});

test.each<[string, unknown, string]>([
  ['no labels', {}, 'alerts[0].labels is required'],
  ['only empty ones', { labels: { a: '' } }, 'at least one label pair required'],
  ['a label that is a number', { labels: { a: 1 } }, 'alerts[0].labels must hold strings'],
  ['a time that is none', { labels: LABELS, startsAt: 'yesterday' }, 'alerts[0].startsAt is not a time'],
  [
    'an end before its beginning',
    { labels: LABELS, startsAt: '2026-01-05T09:00:00Z', endsAt: '2026-01-05T08:00:00Z' },
    'start time must be before end time',
  ],
])('%s is a fault, and the other alerts come in', (_, wrong, fault) => {
  expect(readPosted([wrong, { labels: LABELS }])).toMatchObject({
    ok: true,
    alerts: [{ labels: LABELS }],
    faults: [expect.stringContaining(fault)],
  });
});

test('what is no list is no list of alerts', () => {
  expect(readPosted({ alerts: [] })).toEqual({ ok: false, fault: 'alerts in body must be of type array' });
});

test('two alerts that differ in a secret only stay two', () => {
  const [one, other] = ['abcdef123456', 'ghijkl654321'].map((key) =>
    only([{ labels: { ...LABELS, job: `token=${key}` } }]),
  );

  expect(one?.labels).toEqual(other?.labels);
  expect(one?.fingerprint).not.toBe(other?.fingerprint);
});

test('the labels of the key are added, and do not make it another alert', () => {
  const posted = only([{ labels: LABELS }]);
  const alert = levelAlert(posted, { at: AT, labels: { cluster: 'eu' } }, 300_000);

  expect(alert.labels).toEqual({ ...LABELS, cluster: 'eu' });
  expect(alert.fingerprint).toBe(posted.fingerprint);
});

describe('a webhook message', () => {
  const recorded = (name: string): unknown => {
    const file = join(__dirname, '..', '..', 'channels', 'fixtures', `webhook-${name}.json`);
    return (JSON.parse(readFileSync(file, 'utf8')) as { body: unknown }).body;
  };
  const states = (name: string) => {
    const read = readWebhook(recorded(name));
    return read.ok
      ? read.alerts.map((posted) => edgeAlert(posted, { at: Date.now(), labels: {} }).endsAt !== null)
      : [];
  };

  test('as Alertmanager 0.34.2 writes it keeps each alert’s own fingerprint and state', () => {
    const read = readWebhook(recorded('partly-resolved'));

    expect(read).toMatchObject({ ok: true, faults: [] });
    expect(read.ok && read.alerts.map(({ fingerprint }) => fingerprint)).toEqual([
      'a5b7de47bd95ab21',
      '3fdb5e85f5cd612c',
    ]);
    expect(states('firing')).toEqual([false, false]);
    expect(states('partly-resolved')).toEqual([true, false]);
    expect(states('resolved')).toEqual([true, true]);
  });

  test('what is resolved without saying when is so since it arrived', () => {
    const posted = only([{ status: 'resolved', labels: LABELS }], readWebhook);

    expect(edgeAlert(posted, ARRIVAL).endsAt).toBe(AT);
  });

  test('what fires has no end, whatever stands there', () => {
    const posted = only([{ status: 'firing', labels: LABELS, endsAt: '2026-01-05T08:00:00Z' }], readWebhook);

    expect(edgeAlert(posted, ARRIVAL).endsAt).toBeNull();
  });
});

test('any JSON is read or refused with a reason', () => {
  const alert = fc.record(
    {
      labels: fc.oneof(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), fc.jsonValue()),
      annotations: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue()),
      status: fc.constantFrom('firing', 'resolved', 7),
      startsAt: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.jsonValue(),
      ),
      endsAt: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.jsonValue(),
      ),
      generatorURL: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const holds = fc.property(fc.oneof(fc.array(alert), fc.jsonValue()), (value) => {
    for (const read of [readPosted(value), readWebhook({ alerts: value }), readWebhook(value)]) {
      if (!read.ok) expect(read.fault).not.toBe('');
      else for (const posted of read.alerts) expect(levelAlert(posted, ARRIVAL, 1).labels).not.toEqual({});
    }
  });
  fc.assert(holds, { numRuns: 500 });
});
