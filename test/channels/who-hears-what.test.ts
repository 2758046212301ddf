import type { Channel, HttpRequest, Request } from '../../channels/channel';
import { channels } from '../../channels/index';
import type { Kind, Notification } from '../../core/notification/notification';
import type { Hears } from '../../core/routing/receiver';
import { alert, notification, resolved } from './notifications';

/** An entry for each channel, and how the provider names a message of it. */
const ENTRIES: Readonly<Record<string, readonly [Record<string, unknown>, string | null]>> = {
  pagerduty: [{ routing_key_file: 'ssm:/pagerduty' }, null],
  slack: [{ app_token_file: 'ssm:/slack', channel: '#alerts' }, 'C024BE91L:1700000000.000100'],
  sms: [{ to: ['+15550001111'] }, null],
  email: [{ to: 'ops@example.com', from: 'tocsin@example.com' }, null],
  webhook: [{ url: 'http://hook' }, null],
};
const KEY = 'f'.repeat(64);

type Said = { readonly first: Request; readonly aside: HttpRequest | null };

function say(name: string, told: Notification, isOpen: boolean): Said & { readonly channel: Channel } {
  const channel = channels.find((one) => one.name === name);
  const [entry, ref] = ENTRIES[name] ?? [{}, null];
  if (!channel) throw new Error(`there is no ${name}`);
  const config = channel.config.parse(entry);
  const slot = { key: KEY, ref: isOpen ? ref : null, notification: told };
  return { channel, first: channel.request(slot, config), aside: channel.aside?.(slot, config) ?? null };
}

const json = (request: Request | null): Record<string, unknown> =>
  request?.kind === 'http' ? (request.json as Record<string, unknown>) : {};

/** What a channel does, in a few words. */
function deed({ first, aside }: Said): string {
  const below = aside ? `, thread: ${String(json(aside).text)}` : '';
  if (first.kind === 'sms') return `SMS: ${first.text}`;
  if (first.kind === 'email') return `mail in ${first.headers.References?.slice(0, 4)}…: ${first.subject}`;
  const { event_action, dedup_key, thread_ts, version, status } = json(first);
  if (event_action) return `${String(event_action)} ${String(dedup_key).slice(0, 3)}`;
  if (version) return `webhook ${String(status)}`;
  return `${first.url.toString().replace(/.*\//, '')}${thread_ts ? ' in a thread' : ''}${below}`;
}

const changed = notification({
  reason: 'new alerts added',
  firing: 2,
  alerts: [alert(), alert({ fingerprint: 'b', labels: { ...alert().labels, instance: 'i-2' } })],
});
const acknowledged = notification({ kind: 'acknowledged', reason: 'acknowledged by Ada' });

test.each<[string, string, Notification, boolean, string | RegExp]>([
  ['pagerduty', 'firing', notification(), false, 'trigger fff'],
  ['pagerduty', 'changed', changed, true, 'trigger fff'],
  ['pagerduty', 'acknowledged', acknowledged, true, 'acknowledge fff'],
  ['pagerduty', 'resolved', resolved(), true, 'resolve fff'],
  ['slack', 'firing', notification(), false, 'chat.postMessage'],
  ['slack', 'changed', changed, true, 'chat.update, thread: 🔴 CRITICAL: new alerts added (2 firing)'],
  ['slack', 'acknowledged', acknowledged, true, 'chat.update, thread: 👀 ACKNOWLEDGED: acknowledged by Ada (1 firing)'],
  ['slack', 'resolved', resolved(), true, 'chat.update, thread: ✅ RESOLVED after 12 min'],
  ['sms', 'firing', notification(), false, /^SMS: CRITICAL checkout-errors: .*1 % of requests fail/],
  ['sms', 'changed', changed, true, /^SMS: CRITICAL checkout-errors \(2 firing\): /],
  ['sms', 'acknowledged', acknowledged, true, /^SMS: ACKNOWLEDGED checkout-errors: acknowledged by Ada/],
  ['sms', 'resolved', resolved(), true, 'SMS: OK checkout-errors after 12 min'],
  ['email', 'firing', notification(), false, /^mail in <fff…: \[CRITICAL\] checkout-errors: /],
  ['email', 'changed', changed, true, /^mail in <fff…: \[CRITICAL\] checkout-errors \(2 firing\): /],
  ['email', 'acknowledged', acknowledged, true, /^mail in <fff…: \[ACKNOWLEDGED\] checkout-errors: /],
  ['email', 'resolved', resolved(), true, /^mail in <fff…: \[RESOLVED\] checkout-errors: /],
  ['webhook', 'firing', notification(), false, 'webhook firing'],
  ['webhook', 'changed', changed, true, 'webhook firing'],
  ['webhook', 'resolved', resolved(), true, 'webhook resolved'],
])('%s, %s', (channel, _, told, isOpen, expected) => {
  expect(deed(say(channel, told, isOpen))).toEqual(
    typeof expected === 'string' ? expected : expect.stringMatching(expected),
  );
});

test.each<[string, Hears]>([
  ['pagerduty', { changes: 'all', acknowledgements: 'told' }],
  ['slack', { changes: 'all', acknowledgements: 'always' }],
  ['sms', { changes: 'worse', acknowledgements: 'told' }],
  ['email', { changes: 'all', acknowledgements: 'told' }],
  ['webhook', { changes: 'all', acknowledgements: 'never' }],
])('what %s is not told of at all', (name, hears) => {
  expect(channels.find((one) => one.name === name)?.hears).toEqual(hears);
});

test.each<[Kind, string, string]>([
  ['acknowledged', 'acknowledged by Ada', 'ACKNOWLEDGED'],
  ['unacknowledged', 'the acknowledgement of Ada lapsed', 'UNACKNOWLEDGED'],
  ['escalated', 'step 2: nobody took it', 'ESCALATED'],
  ['reminder', 'still nobody took it', 'REMINDER'],
  ['failure', 'Ada could not be reached by SMS', 'NOT DELIVERED'],
  ['digest', '3 critical, 1 warning', 'DIGEST'],
])('%s: every person reads the word and the news', (kind, reason, word) => {
  const told = notification({ kind, reason });
  for (const name of ['pagerduty', 'slack', 'sms', 'email']) {
    const { first } = say(name, told, true);
    const text = JSON.stringify(first);
    expect(text).toContain(word);
    expect(text).toContain(reason);
  }
});

/** `changed`: its provider has the incident already. */
const PAGES: readonly (readonly [string, Kind | 'changed', boolean])[] = [
  ['pagerduty', 'firing', true],
  ['pagerduty', 'changed', false],
  ['pagerduty', 'acknowledged', false],
  ['pagerduty', 'resolved', false],
  ['pagerduty', 'digest', true],
  ['slack', 'firing', false],
  ['slack', 'escalated', false],
  ['sms', 'firing', true],
  ['sms', 'changed', true],
  ['sms', 'reminder', true],
  ['sms', 'acknowledged', false],
  ['sms', 'resolved', false],
  ['email', 'firing', true],
  ['email', 'escalated', true],
  ['email', 'resolved', false],
  ['webhook', 'firing', false],
];

test.each(PAGES)('%s, %s: does a phone ring? %s', (name, what, rings) => {
  const kind = what === 'changed' ? 'firing' : what;
  const told = kind === 'resolved' ? resolved() : notification({ kind });
  const channel = channels.find((one) => one.name === name);
  expect(channel?.isPage?.(told, what === 'changed') ?? false).toBe(rings);
});

test('a picture that an alert names goes with the incident, by https alone', () => {
  const pictured = (image_url: string): unknown =>
    json(say('pagerduty', notification({ alerts: [alert({ annotations: { image_url } })] }), false).first).images;
  expect(pictured('https://graphs.example.com/1.png')).toEqual([
    { src: 'https://graphs.example.com/1.png', alt: 'checkout-errors' },
  ]);
  for (const wrong of ['http://graphs.example.com/1.png', 'javascript:alert(1)', 'https://u:p@x.example/1.png', ''])
    expect(pictured(wrong)).toEqual([]);
});
