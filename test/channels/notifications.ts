import * as fc from 'fast-check';
import type { Notification, NotifiedAlert } from '../../core/notification/notification';

const NINE = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

export const alert = (change: Partial<NotifiedAlert> = {}): NotifiedAlert => ({
  fingerprint: 'a5b7de47bd95ab21',
  status: 'firing',
  labels: { alertname: 'checkout-errors', severity: 'critical', service: 'checkout' },
  annotations: {
    summary: 'More than 1 % of requests fail',
    value: '5.2 %',
    threshold: '> 1 %',
    runbook_url: 'https://runbooks.example.com/checkout',
  },
  startsAt: NINE,
  endsAt: null,
  generatorUrl: null,
  ...change,
});

/** Twelve minutes after nine on 5 January 2026: one critical alert. */
export const notification = (change: Partial<Notification> = {}): Notification => ({
  kind: 'firing',
  status: 'firing',
  reason: 'first notification',
  receiver: 'team',
  groupKey: '{}:{alertname="checkout-errors"}',
  groupLabels: { alertname: 'checkout-errors' },
  incident: '0123456789abcdef#1',
  openedAt: NINE,
  at: NINE + 12 * MINUTE,
  alerts: [alert()],
  truncatedAlerts: 0,
  firing: 1,
  resolved: 0,
  ...change,
});

export const resolved = (change: Partial<Notification> = {}): Notification =>
  notification({
    kind: 'resolved',
    status: 'resolved',
    reason: 'all alerts resolved',
    alerts: [alert({ status: 'resolved', endsAt: NINE + 12 * MINUTE })],
    firing: 0,
    resolved: 1,
    ...change,
  });

/** Ten thousand alerts, every hundredth of them critical, the rest warnings. */
export const crowd = (): Notification =>
  notification({
    alerts: Array.from({ length: 10_000 }, (_, index) =>
      alert({
        fingerprint: index.toString(16).padStart(16, '0'),
        labels: {
          alertname: 'cpu-high',
          severity: index % 100 === 99 ? 'critical' : 'warning',
          instance: `i-${index}`,
        },
      }),
    ),
    firing: 10_000,
  });

/** Any Unicode, halves of surrogate pairs too. */
const text = fc.string({
  unit: fc.oneof(fc.constant('\ud800'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
});
const huge = fc
  .tuple(text, fc.constantFrom('x', '€', '<', '&', '𝒳', '"', '\u0000'))
  .map(([head, unit]) => head + unit.repeat(Math.floor(100_000 / unit.length)));
const nasty = fc.constantFrom(
  '<!channel> <@U012> @here',
  '</td><script>alert(1)</script>',
  'a\r\nBcc: eve@example.com',
  'javascript:alert(1)',
  'https://u:p@example.com/',
  'https://example.com/a|b?c=<d>&e="f"',
  '\u202egnissim',
);
const anyText = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: nasty },
  { weight: 1, arbitrary: huge },
);
const NAMES = ['alertname', 'severity', 'service', 'instance', 'summary', 'description', 'value', 'threshold', 'raw'];
const anyLabels = fc.dictionary(
  fc.oneof(fc.constantFrom(...NAMES, 'runbook_url', 'console_url', 'dashboard_url', 'reason'), text),
  anyText,
  { maxKeys: 6 },
);
const instant = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(0, NaN, Infinity, -1, 9e15));
const anyAlert = fc
  .record({
    fingerprint: fc.constant('a5b7de47bd95ab21'),
    status: fc.constantFrom('firing', 'resolved'),
    labels: anyLabels,
    annotations: anyLabels,
    startsAt: instant,
    endsAt: fc.option(instant),
    generatorUrl: fc.option(anyText),
  })
  .map((made): NotifiedAlert => made as NotifiedAlert);

/** What no source should send, and some day will. */
export const anyNotification: fc.Arbitrary<Notification> = fc.record({
  kind: fc.constantFrom('firing', 'resolved', 'acknowledged', 'unacknowledged', 'escalated', 'reminder', 'failure'),
  status: fc.constantFrom('firing', 'resolved'),
  reason: anyText,
  receiver: text,
  groupKey: anyText,
  groupLabels: anyLabels,
  incident: text,
  openedAt: instant,
  at: instant,
  alerts: fc.array(anyAlert, { maxLength: 4 }),
  truncatedAlerts: fc.nat(),
  firing: fc.nat(),
  resolved: fc.nat(),
});
