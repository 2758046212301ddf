import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagerduty } from '../../channels/pagerduty';
import type { Notification, NotifiedAlert } from '../../core/notification/notification';
import { alert, crowd, notification, resolved } from './notifications';

type Event = {
  readonly event_action: string;
  readonly dedup_key: string;
  readonly payload: { readonly summary: string; readonly severity: string; readonly custom_details: Details };
  readonly links: readonly { readonly href: string; readonly text: string }[];
};
type PrintedAlert = Omit<NotifiedAlert, 'startsAt' | 'endsAt'> & {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
};
type Details = {
  readonly firing: readonly PrintedAlert[];
  readonly resolved: readonly PrintedAlert[];
  readonly num_firing: number;
  readonly num_resolved: number;
  readonly truncated_alerts?: number;
};

const recorded = (name: string): Event => {
  const path = join(import.meta.dirname, 'fixtures', `${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { body: Event }).body;
};

/** What Alertmanager was told when it sent the event. */
function told({ payload: { custom_details: details } }: Event): Notification {
  const alerts = [...details.firing, ...details.resolved].map(({ startsAt, endsAt, generatorURL, ...same }) => ({
    ...same,
    startsAt: Date.parse(startsAt),
    endsAt: same.status === 'firing' ? null : Date.parse(endsAt),
    generatorUrl: generatorURL,
  }));
  const status = details.num_firing > 0 ? 'firing' : 'resolved';
  const counts = { firing: details.num_firing, resolved: details.num_resolved };
  return notification({ kind: status, status, alerts, ...counts });
}

const event = (said: Notification, entry: Record<string, unknown> = {}, key = 'k'): Event => {
  const config = pagerduty.config.parse({ routing_key: '0123456789abcdef0123456789abcdef', ...entry });
  const sent = pagerduty.request({ key, ref: null, notification: said }, config);
  return (sent.kind === 'http' ? sent.json : null) as Event;
};

test.each(['pagerduty-firing', 'pagerduty-partly-resolved', 'pagerduty-resolved'])(
  '%s: action, key, severity, details and links are Alertmanager’s',
  (name) => {
    const upstream = recorded(name);
    const sent = event(told(upstream), {}, upstream.dedup_key);
    expect(sent).toMatchObject({
      routing_key: '0123456789abcdef0123456789abcdef',
      dedup_key: upstream.dedup_key,
      event_action: upstream.event_action,
      payload: { severity: 'critical', custom_details: upstream.payload.custom_details },
      links: expect.arrayContaining([...upstream.links]),
    });
  },
);

test.each<[string, Notification, string]>([
  ['firing', notification(), 'trigger'],
  ['escalated', notification({ kind: 'escalated' }), 'trigger'],
  ['reminder', notification({ kind: 'reminder' }), 'trigger'],
  ['unacknowledged', notification({ kind: 'unacknowledged' }), 'trigger'],
  ['acknowledged', notification({ kind: 'acknowledged' }), 'acknowledge'],
  ['acknowledged, but over', resolved({ kind: 'acknowledged' }), 'resolve'],
  ['resolved', resolved(), 'resolve'],
  ['resolved by hand while it fires', notification({ kind: 'resolved' }), 'resolve'],
  ['a delivery failed', notification({ kind: 'failure' }), 'trigger'],
])('%s', (_, said, action) => {
  expect(event(said).event_action).toBe(action);
});

test.each([
  ['critical', 'critical'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'info'],
  ['page', 'error'],
  ['', 'error'],
])('severity "%s" is %s', (severity, expected) => {
  const said = notification({ alerts: [alert({ labels: { alertname: 'x', severity } })] });
  expect(event(said).payload.severity).toBe(expected);
});

test('the worst of what fires gives the severity', () => {
  const of = (severity: string, status: 'firing' | 'resolved') =>
    alert({ status, labels: { alertname: 'x', severity } });
  const alerts = [of('info', 'firing'), of('warning', 'firing'), of('critical', 'resolved')];
  expect(event(notification({ alerts })).payload.severity).toBe('warning');
});

const measured = (summary: string, value: string, threshold: string) => ({
  annotations: { summary, value, threshold },
});
const fired = measured('checkout-errors: Errors (Shop) was 12, above 5 for 1 minute', '12', '> 5');
const healed = measured('checkout-errors is over: Errors (Shop) was 2, not above 5', '2', '<= 5');
test.each<[string, Notification, string]>([
  [
    'how bad, what, and the value',
    notification(),
    'CRITICAL checkout-errors: More than 1 % of requests fail (5.2 % > 1 %)',
  ],
  [
    'name and value once',
    notification({ alerts: [alert(fired)] }),
    'CRITICAL checkout-errors: Errors (Shop) was 12, above 5 for 1 minute',
  ],
  [
    'of a resolve event, that it is over',
    resolved({ alerts: [alert({ ...healed, status: 'resolved' })] }),
    'RESOLVED checkout-errors: Errors (Shop) was 2, not above 5',
  ],
])('the summary says %s', (_, said, summary) => {
  expect(event(said).payload.summary).toBe(summary);
});

test('of ten thousand alerts every critical one stays, the rest is counted', () => {
  const { firing, num_firing, truncated_alerts = 0 } = event(crowd()).payload.custom_details;
  expect(firing.filter(({ labels }) => labels.severity === 'critical')).toHaveLength(100);
  expect(firing.length + truncated_alerts).toBe(10_000);
  expect(num_firing).toBe(10_000);
});

test('details and links of the entry are added', () => {
  const sent = event(notification(), {
    details: { team: 'payments' },
    links: [{ href: 'https://wiki.example.com', text: 'Wiki' }],
    client: 'ops',
    client_url: 'https://ops.example.com',
  });
  expect(sent.payload.custom_details).toMatchObject({ team: 'payments', num_firing: 1 });
  expect(sent.links.map(({ text }) => text)).toEqual(['Runbook', 'Wiki']);
  expect(sent).toMatchObject({ client: 'ops', client_url: 'https://ops.example.com' });
});

test.each([
  [202, 'delivered'],
  [400, 'undeliverable'],
  [403, 'failed'],
  [404, 'undeliverable'],
  [429, 'failed'],
  [500, 'failed'],
])('%i is %s', (status, result) => {
  expect(pagerduty.interpret({ status, headers: {}, body: '' }).result).toBe(result);
});
