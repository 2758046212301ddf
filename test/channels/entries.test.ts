import { timeout, timeoutMs } from '../../channels/entry';
import { channelOf, channels, channelUnder, globals, retryOf, withGlobals } from '../../channels/index';

/** "path: message" for each fault; an unknown key is named. */
const faults = (name: string, entry: Record<string, unknown>): readonly string[] => {
  const read = channelOf(name)?.config.safeParse(entry);
  return (
    read?.error?.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown: ${issue.keys.join(' ')}`
        : `${issue.path.join('.')}: ${issue.message}`,
    ) ?? []
  );
};

const PD = { routing_key_file: 'ssm:/pd' };
const SLACK = { app_token_file: 'ssm:/slack', channel: '#a' };
const MAIL = { to: 'a@example.com', from: 'b@example.com' };

test.each<[string, Record<string, unknown>, RegExp]>([
  ['pagerduty', {}, /^: write routing_key_file/],
  ['pagerduty', { ...PD, routing_key: 'x' }, /^: write routing_key_file .* one of them$/],
  ['pagerduty', { routing_key_file: '/etc/key' }, /^routing_key_file: write a reference, "ssm:\/name"/],
  ['pagerduty', { service_key: 'x' }, /^service_key: is not supported: .*routing_key_file/],
  ['pagerduty', { ...PD, severity: '{{ .CommonLabels.severity }}' }, /^severity: write critical, error/],
  ['pagerduty', { ...PD, description: '{{ .Status }}' }, /^description: Go templates are not supported/],
  ['pagerduty', { ...PD, details: { a: '{{ .Status }}' } }, /^details\.a: Go templates are not supported/],
  ['pagerduty', { ...PD, http_config: { proxy_url: 'http://p' } }, /^http_config\.proxy_url: is not supported/],
  ['pagerduty', { ...PD, timeout: '5 s' }, /^timeout: write a duration/],
  ['pagerduty', { ...PD, images: [{ src: 'http://a/b.png' }] }, /^images\.0\.src: write an https address/],
  ['slack', { channel: '#a' }, /^: write one of app_token_file/],
  ['slack', { app_token_file: 'ssm:/s' }, /^channel: is missing/],
  ['slack', { ...SLACK, api_url_file: 'ssm:/u' }, /^: write one of app_token_file/],
  ['slack', { ...SLACK, channel: 'two words' }, /^channel: write a channel/],
  [
    'slack',
    { ...SLACK, title: '{{ .Status }}' },
    /^title: Go templates are not supported.*write plain text or remove the key/,
  ],
  ['slack', { ...SLACK, fields: [] }, /^fields: is not supported: messages are worded by Tocsin/],
  ['slack', { ...SLACK, color: 'red' }, /^color: write "#c62828", good, warning or danger/],
  ['slack', { ...SLACK, link_names: true }, /^link_names: is not supported/],
  ['slack', { ...SLACK, update_message: false }, /^update_message: is not supported: .*edited in place/],
  ['slack', { api_url: 'https://slack.com/api/chat.postMessage' }, /^api_url: is the Web API: write app_token_file/],
  ['sms', {}, /^: write to:/],
  ['sms', { to: ['0176 1234'] }, /^to\.0: write a number with its country/],
  ['sms', { to: 15550001111 }, /^to: write a number with its country/],
  ['sms', { phone_number: '+1555' }, /^phone_number: write a number with its country/],
  ['sms', { phone_number: '+15550001111', sender_id: '123' }, /^sender_id: write 3 to 11/],
  [
    'sms',
    { topic_arn: 'arn:aws:sns:x', phone_number: '+15550001111' },
    /^topic_arn: is not supported: write phone_number/,
  ],
  ['email', { to: 'a@example.com' }, /^from: write an address.*smtp_from/],
  ['email', { ...MAIL, to: 'nobody' }, /^to: write an address/],
  ['email', { ...MAIL, from: 'a@example.com\nBcc: e@example.com' }, /^from: write an address/],
  ['email', { ...MAIL, smarthost: 'smtp:25' }, /^smarthost: is not supported: e-mail goes through Amazon SES/],
  ['email', { ...MAIL, html: '{{ template "x" . }}' }, /^html: Go templates/],
  ['email', { ...MAIL, headers: { 'X-A': 'a\r\nBcc: e' } }, /^headers\.X-A: write one line/],
  ['email', { ...MAIL, headers: { References: '<a>' } }, /^headers\.References: is set by Tocsin/],
  ['webhook', {}, /^: write url or url_file/],
  ['webhook', { url: 'ftp://a' }, /^url: write an address/],
  ['webhook', { url: 'http:ada:pw@a' }, /^url: write an address/],
  ['webhook', { url: 'http://a/{{ .Status }}' }, /^url: Go templates/],
  ['webhook', { url: 'http://a', payload: {} }, /^payload: is not supported/],
  ['webhook', { url: 'http://a', http_config: { tls_config: {} } }, /^http_config\.tls_config: is not supported/],
  ['webhook', { url: 'http://a', http_config: { oauth2: {} } }, /^http_config\.oauth2: .*credentials_file/],
  [
    'webhook',
    { url: 'http://a', http_config: { authorization: { type: 'Token' } } },
    /authorization\.type: is not supp/,
  ],
  [
    'webhook',
    { url: 'http://a', http_config: { bearer_token: 'x', basic_auth: { username: 'a' } } },
    /^http_config: write one of basic_auth/,
  ],
])('%s %j', (name, entry, fault) => {
  expect(faults(name, entry).join('\n')).toMatch(fault);
});

test.each(channels.map(({ name }) => [name]))('%s refuses a key that nobody knows', (name) => {
  expect(faults(name, { ...PD, speling: 1 }).join('\n')).toMatch(/^unknown: .*speling/m);
});

test('no fault shows a secret', () => {
  const secret = 'Sup3rSecretValue';
  const said = [
    ...faults('pagerduty', { routing_key: `{{ ${secret} }}`, routing_key_file: secret }),
    ...faults('webhook', { url: `ftp://ada:${secret}@a` }),
    ...faults('slack', { app_token: secret, api_url: `https://hooks.example.com/${secret}`, channel: '#a' }),
  ];
  expect(said.length).toBeGreaterThanOrEqual(3);
  expect(said.join('\n')).not.toContain(secret);
});

test('a key under `global` fills what the entry leaves out', () => {
  const global = { pagerduty_url: 'http://127.0.0.1:4000/v2/enqueue', smtp_from: 'b@example.com' };
  expect(withGlobals('pagerduty', PD, global)).toEqual({ ...PD, url: 'http://127.0.0.1:4000/v2/enqueue' });
  expect(withGlobals('pagerduty', { ...PD, url: 'http://a' }, global)).toEqual({ ...PD, url: 'http://a' });
  expect(withGlobals('email', { to: 'a@example.com' }, global)).toEqual(MAIL);
});

test('an entry with a way into Slack of its own takes no other from `global`', () => {
  const global = { slack_api_url_file: 'ssm:/hook', slack_app_url: 'http://127.0.0.1:4000' };
  expect(withGlobals('slack', SLACK, global)).toEqual({ ...SLACK, app_url: 'http://127.0.0.1:4000' });
  expect(withGlobals('slack', { channel: '#a' }, global)).toMatchObject({ api_url_file: 'ssm:/hook' });
});

test('every key that `global` fills is one that the channel reads or refuses by name', () => {
  for (const [name, keys] of Object.entries(globals)) {
    const said = Object.values(keys).flatMap((key) => faults(name, { [key]: 1 }));
    expect(said.join('\n')).not.toMatch(/[Uu]nrecognized/);
  }
});

test('channels are found by name and by the keys of a receiver', () => {
  expect(channelUnder('sms_configs')?.name).toBe('sms');
  expect(channelUnder('sns_configs')?.name).toBe('sms');
  expect(channelUnder('opsgenie_configs')).toBeUndefined();
  expect(channelOf('slack')?.configKey).toBe('slack_configs');
});

test('attempts are spaced as Alertmanager spaces them, text messages wider', () => {
  expect(retryOf('webhook')).toEqual({ firstMs: 500, factor: 1.5, jitter: 0.5, maxMs: 60_000 });
  expect(retryOf('sms').firstMs).toBeGreaterThan(retryOf('webhook').firstMs);
});

test.each([
  [undefined, 10_000],
  ['0s', 10_000],
  ['500ms', 500],
  ['1m', 15_000], // cut: it must end before the lease of its delivery does
])('a timeout of %s waits %d ms', (text, expected) => {
  expect(timeout.safeParse(text).success).toBe(true);
  expect(timeoutMs(text)).toBe(expected);
});

test('a timeout that is no duration is refused', () => {
  expect(timeout.safeParse('5 minutes').success).toBe(false);
});
