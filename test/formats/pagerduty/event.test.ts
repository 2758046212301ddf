import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { asRecord, type Loose } from '../../../formats/loose';
import { eventFingerprint, reportOf, triggered } from '../../../formats/pagerduty/alert';
import { changeFaults, eventFaults, routingKeyFaults } from '../../../formats/pagerduty/event';

const AT = Date.UTC(2026, 0, 5, 9);
const trigger = (payload: Loose = {}, more: Loose = {}): Loose => ({
  event_action: 'trigger',
  dedup_key: 'disk-1',
  payload: { summary: 'Disk is full', source: 'db-1', severity: 'critical', ...payload },
  ...more,
});
const read = (event: Loose) => reportOf(event, 'trigger', 'ssm:/key', 'disk-1');

test.each<[string, unknown, readonly string[]]>([
  ['a key', 'a1'.repeat(16), []],
  ['none', undefined, ["'routing_key' is missing or blank"]],
  ['a number', 7, ["'routing_key' is invalid (must be a string)"]],
  ['a short one', 'abc', ["Length of 'routing_key' is incorrect (should be 32 characters)"]],
  ['one with signs', '+'.repeat(32), ["'routing_key' cannot contain non-alphanumeric characters."]],
])('routing key: %s', (_, key, faults) => {
  expect(routingKeyFaults(key)).toEqual(faults);
});

test.each<[string, Loose, readonly string[]]>([
  ['a trigger', trigger(), []],
  ['a resolve', { event_action: 'resolve', dedup_key: 'k' }, []],
  ['a resolve of nothing', { event_action: 'resolve' }, ["'dedup_key' is missing or blank"]],
  ['no action', {}, ["'event_action' is missing or blank"]],
  [
    'an unknown action',
    { event_action: 'triger' },
    ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"],
  ],
  ['no payload', trigger({}, { payload: null }), ["'payload' is missing or blank"]],
  ['no summary', trigger({ summary: ' ' }), ["'payload.summary' is missing or blank"]],
  [
    'an unknown severity',
    trigger({ severity: 'high' }),
    ["'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"],
  ],
  ['a summary of 1,024 characters', trigger({ summary: '🔥'.repeat(1_024) }), []],
  [
    'a longer one',
    trigger({ summary: 'x'.repeat(1_025) }),
    ["'payload.summary' is too long (at most 1024 characters)"],
  ],
  ['a dedup_key of 255', trigger({}, { dedup_key: 'k'.repeat(255) }), []],
  ['a longer one', trigger({}, { dedup_key: 'k'.repeat(256) }), ["'dedup_key' is too long (at most 255 characters)"]],
  ['links that are no list', trigger({}, { links: 'x' }), ["'links' is invalid (must be an array)"]],
])('%s', (_, event, faults) => {
  expect(eventFaults(event)).toEqual(faults);
});

test('a change event needs a summary', () => {
  expect(changeFaults({ payload: { summary: 'deployed' } })).toEqual([]);
  expect(changeFaults({ payload: {} })).toEqual(["'payload.summary' is missing or blank"]);
});

test('a trigger has the labels of the event and of its key, the key’s first', () => {
  const event = trigger({
    class: 'disk',
    component: 'postgres',
    group: 'prod',
    timestamp: '2026-01-05T08:59:00.000+0000',
  });

  const alert = triggered(read(event), { service: 'checkout', severity: 'warning' }, AT);

  expect(alert).toMatchObject({
    fingerprint: eventFingerprint('ssm:/key', 'disk-1'),
    labels: {
      alertname: 'disk',
      class: 'disk',
      component: 'postgres',
      group: 'prod',
      service: 'checkout',
      severity: 'warning',
      source: 'db-1',
    },
    startsAt: AT - 60_000,
    endsAt: null,
    updatedAt: AT,
  });
  expect(alert.annotations.summary).toBe('Disk is full');
});

test('without a class its name is the summary', () => {
  expect(read(trigger()).labels.alertname).toBe('Disk is full');
});

test('a time ahead of ours begins now', () => {
  expect(triggered(read(trigger({ timestamp: '2027-01-01T00:00:00Z' })), {}, AT).startsAt).toBe(AT);
});

test('one dedup_key under two keys is two alerts', () => {
  expect(eventFingerprint('a', 'k')).not.toBe(eventFingerprint('b', 'k'));
});

test('links for people are those that a browser may open', () => {
  const { annotations, url } = read(
    trigger(
      {},
      {
        client_url: 'javascript:alert(1)',
        links: [
          { href: 'http://example.com/plain' },
          { href: 'https://example.com/runbook', text: 'The runbook' },
          { href: 'https://example.com/graph', text: 'Graph' },
        ],
        images: [{ src: 'https://example.com/a.png' }],
      },
    ),
  );

  expect(url).toBe('https://example.com/runbook');
  expect(annotations).toMatchObject({
    runbook_url: 'https://example.com/runbook',
    dashboard_url: 'https://example.com/graph',
    image_url: 'https://example.com/a.png',
  });
  expect(annotations.links).not.toContain('plain');
});

test('secrets in its texts are taken out', () => {
  const report = read(trigger({ summary: 'password=hunter22', custom_details: { api_key: 'abcdef123456789' } }));

  expect(JSON.stringify(report)).not.toMatch(/hunter22|abcdef123456789/);
  expect(report.labels.alertname).toBe('password=[redacted]');
});

test('what Alertmanager 0.34.2 sends to PagerDuty is read', () => {
  const file = join(__dirname, '..', '..', 'channels', 'fixtures', 'pagerduty-firing.json');
  const { body } = JSON.parse(readFileSync(file, 'utf8')) as { body: Loose };

  expect(eventFaults(body)).toEqual([]);
  expect(read(body).labels.severity).toMatch(/critical|error/);
});

test('any JSON is right or has a fault that says why, and what is right is read', () => {
  const near = fc.record(
    {
      event_action: fc.oneof(fc.constantFrom('trigger', 'resolve', 'acknowledge'), fc.jsonValue()),
      dedup_key: fc.oneof(fc.string(), fc.jsonValue()),
      payload: fc.oneof(
        fc.record({
          summary: fc.string({ unit: 'binary', minLength: 1 }),
          source: fc.string({ minLength: 1 }),
          severity: fc.constantFrom('critical', 'info'),
          timestamp: fc.oneof(fc.string(), fc.jsonValue()),
          class: fc.jsonValue(),
          custom_details: fc.jsonValue(),
        }),
        fc.jsonValue(),
      ),
      links: fc.oneof(fc.array(fc.jsonValue()), fc.array(fc.record({ href: fc.webUrl(), text: fc.jsonValue() }))),
      client_url: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const holds = fc.property(fc.oneof(near, fc.jsonValue()), (value) => {
    const event = asRecord(value) ?? {};
    const faults = eventFaults(event);
    expect(faults.every((fault) => fault.length > 10)).toBe(true);
    if (faults.length > 0 || event.event_action !== 'trigger') return;
    const { labels, annotations } = triggered(read(event), {}, AT);
    expect(labels.alertname?.trim()).toBeTruthy();
    expect(JSON.stringify({ labels, annotations }).length).toBeLessThan(40_000);
  });
  fc.assert(holds, { numRuns: 500 });
});
