import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webhook } from '../../channels/webhook';
import type { Notification, NotifiedAlert } from '../../core/notification/notification';
import { alert, crowd, notification } from './notifications';

type Fixture = {
  readonly body: {
    readonly receiver: string;
    readonly status: 'firing' | 'resolved';
    readonly alerts: readonly (Omit<NotifiedAlert, 'startsAt' | 'endsAt'> & {
      readonly startsAt: string;
      readonly endsAt: string;
      readonly generatorURL: string;
    })[];
    readonly notification_reason: string;
    readonly groupLabels: Record<string, string>;
    readonly groupKey: string;
  };
};

const fixture = (name: string): Fixture => {
  const path = join(import.meta.dirname, 'fixtures', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Fixture;
};

/** What Alertmanager was told when it sent the fixture. */
function told({ body }: Fixture): Notification {
  const alerts = body.alerts.map(({ startsAt, endsAt, generatorURL, ...same }) => ({
    ...same,
    startsAt: Date.parse(startsAt),
    endsAt: same.status === 'firing' ? null : Date.parse(endsAt),
    generatorUrl: generatorURL,
  }));
  const { status, receiver, groupLabels, groupKey, notification_reason: reason } = body;
  return notification({ kind: status, status, receiver, reason, groupLabels, groupKey, alerts });
}

const payload = (said: Notification, entry: Record<string, unknown> = {}): unknown => {
  const config = webhook.config.parse({ url: 'http://a', ...entry });
  const sent = webhook.request({ key: '', ref: null, notification: said }, config);
  return sent.kind === 'http' ? sent.json : null;
};

test.each(['webhook-firing', 'webhook-partly-resolved', 'webhook-resolved'])(
  '%s: the very message that Alertmanager sends',
  (name) => {
    const recorded = fixture(name);
    const said = told(recorded);
    const inAnyOrder = { ...said, alerts: [...said.alerts].reverse() };
    const sent = payload(inAnyOrder, { external_url: 'http://alertmanager.example.com' });
    expect(sent).toEqual(recorded.body);
    expect(Object.keys(sent as object)).toEqual(Object.keys(recorded.body));
  },
);

test('max_alerts cuts the mildest and counts them', () => {
  const said = { ...crowd(), truncatedAlerts: 7 };
  const sent = payload(said, { max_alerts: 100 }) as {
    alerts: { labels: { severity: string } }[];
    truncatedAlerts: number;
  };
  expect(sent.alerts).toHaveLength(100);
  expect(new Set(sent.alerts.map(({ labels }) => labels.severity))).toEqual(new Set(['critical']));
  expect(sent.truncatedAlerts).toBe(9_907);
});

test('fractions of a second are written as Go writes them', () => {
  const at = (startsAt: string) => alert({ startsAt: Date.parse(startsAt) });
  const alerts = [at('2026-01-05T09:00:00Z'), at('2026-01-05T09:00:00.5Z'), at('2026-01-05T09:00:30.120Z')];
  const sent = payload(notification({ alerts })) as { alerts: { startsAt: string }[] };
  const times = ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.5Z', '2026-01-05T09:00:30.12Z'];
  expect(sent.alerts.map(({ startsAt }) => startsAt)).toEqual(times);
});

test.each([
  [{ url: 'http://a' }, 'http://a', {}, 'http://a'],
  [{ url: 'https://h.example/in?token=x#y' }, 'https://h.example/in?token=x#y', {}, 'https://h.example/in'],
  [
    { url: 'https://ada:p%40ss@h.example/in' },
    'https://h.example/in',
    { basic: { username: 'ada', password: 'p@ss' } },
    'https://h.example/in',
  ],
  [{ url_file: 'ssm:/hook' }, { $secret: 'ssm:/hook' }, {}, 'ssm:/hook'],
  [
    { url: 'http://a', http_config: { bearer_token_file: 'ssm:/t' } },
    'http://a',
    { bearer: { $secret: 'ssm:/t' } },
    'http://a',
  ],
  [
    { url: 'http://a', http_config: { authorization: { type: 'Bearer', credentials_file: 'ssm:/t' } } },
    'http://a',
    { bearer: { $secret: 'ssm:/t' } },
    'http://a',
  ],
  [
    { url: 'http://eve:x@a', http_config: { basic_auth: { username: 'ada', password_file: 'ssm:/p' } } },
    'http://a',
    { basic: { username: 'ada', password: { $secret: 'ssm:/p' } } },
    'http://a',
  ],
])('%j is called and named so', (entry, url, credentials, to) => {
  const config = webhook.config.parse(entry);
  const { json: _json, ...sent } = webhook.request({ key: '', ref: null, notification: notification() }, config) as {
    json: unknown;
  };
  expect(sent).toEqual({ kind: 'http', url, timeoutMs: 10_000, ...credentials });
  expect(webhook.to(config)).toBe(to);
});

test.each([
  [204, 'delivered'],
  [302, 'undeliverable'],
  [404, 'undeliverable'],
  [429, 'undeliverable'],
  [500, 'failed'],
  [503, 'failed'],
])('%i is %s', (status, result) => {
  expect(webhook.interpret({ status, headers: {}, body: '' }).result).toBe(result);
});
