import * as fc from 'fast-check';
import type { Alert } from '../../../core/alert/alert';
import { latest, order } from '../../../core/alert/latest';

const alert = (changes: Partial<Alert>): Alert => ({
  fingerprint: '0123456789abcdef',
  labels: { alertname: 'checkout-errors', severity: 'critical' },
  annotations: {},
  startsAt: 1_000,
  endsAt: null,
  updatedAt: 1_000,
  generatorUrl: null,
  ...changes,
});

test.each<[string, Partial<Alert>, Partial<Alert>]>([
  ['the later transition', { updatedAt: 2_000, endsAt: 2_000 }, { updatedAt: 1_000 }],
  ['the later one, however many digits its instant has', { updatedAt: 1_000 }, { updatedAt: 999 }],
  ['at one instant the firing one', { endsAt: null }, { endsAt: 1_000 }],
  ['at one instant the one that fires for a while', { endsAt: 1_001 }, { endsAt: 1_000 }],
  ['at one instant the worse one', { labels: { severity: 'warning' } }, { labels: { severity: 'info' } }],
  ['at one instant a known severity', { labels: { severity: 'info' } }, { labels: { severity: 'odd' } }],
  ['the firing one before the worse one', { labels: { severity: 'info' } }, { endsAt: 1_000 }],
])('what counts is %s', (_which, counts, not) => {
  const [one, other] = [alert(counts), alert(not)];

  expect(latest(one, other)).toBe(one);
  expect(latest(other, one)).toBe(one);
});

/** Few instants, few texts: ties happen, and whole duplicates. */
const report = fc
  .record({
    updatedAt: fc.nat(3),
    endsAt: fc.option(fc.nat(4)),
    labels: fc.record({ severity: fc.constantFrom('critical', 'warning', 'odd') }),
    annotations: fc.record({ summary: fc.constantFrom('a', 'b') }),
  })
  .map(alert);

const deliveries = fc.array(report, { minLength: 1, maxLength: 8 }).chain((sent) => {
  const twice = [...sent, ...sent];
  return fc.tuple(fc.constant(sent), fc.shuffledSubarray(twice, { minLength: twice.length }));
});

test('reports in any order, any number of times, leave the same one', () => {
  const agree = fc.property(deliveries, ([sent, received]) => {
    expect(received.reduce(latest)).toEqual(sent.reduce(latest));
  });
  fc.assert(agree);
});

test('the order by which a store keeps the latest is the one by which reports are compared', () => {
  const agree = fc.property(deliveries, ([sent, received]) => {
    const greatest = sent.map(order).sort().at(-1);
    expect(order(received.reduce(latest))).toBe(greatest);
  });
  fc.assert(agree);
});

test('equal reports have equal orders, however their fields are arranged', () => {
  const one = alert({ labels: { alertname: 'a', severity: 'info' } });
  const other = alert({ labels: { severity: 'info', alertname: 'a' } });
  expect(order(one)).toBe(order(other));
  expect(order(one)).not.toBe(order(alert({ labels: { alertname: 'b', severity: 'info' } })));
});
