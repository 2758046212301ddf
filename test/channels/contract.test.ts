import * as fc from 'fast-check';
import type { Channel, Request } from '../../channels/channel';
import { channels } from '../../channels/index';
import type { Kind, Notification } from '../../core/notification/notification';
import { anyNotification, crowd, notification, resolved } from './notifications';

const SECRET = 'Sup3rSecretValue0123456789abcdef';

/** At least one entry for every channel; each secret in it is the one above. */
const ENTRIES: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  pagerduty: [{ routing_key_file: 'ssm:/pagerduty' }, { routing_key: SECRET }],
  slack: [
    { app_token_file: 'secretsmanager:slack', channel: '#alerts' },
    { app_token: SECRET, channel: 'C024BE91L' },
    { api_url: `https://hooks.slack.example.com/services/${SECRET}` },
    { api_url_file: 'ssm:/slack/url' },
  ],
  sms: [{ to: ['+15550001111'] }, { phone_number: '+15550001111', max_parts: 1 }],
  email: [{ to: 'ops@example.com', from: 'Tocsin <tocsin@example.com>' }],
  webhook: [
    { url: `https://ada:${SECRET}@hook.example.com/in?token=${SECRET}` },
    { url_file: 'ssm:/hook' },
    { url: 'http://a', http_config: { basic_auth: { username: 'ada', password: SECRET } } },
    { url: 'http://a', http_config: { authorization: { credentials: SECRET } } },
  ],
};

const cases = channels.flatMap((channel) =>
  (ENTRIES[channel.name] ?? []).map((entry): [string, Channel, unknown] => [
    `${channel.name} by ${Object.keys(entry).join(' and ')}`,
    channel,
    channel.config.parse(entry),
  ]),
);
const request = (channel: Channel, config: unknown, said: Notification, ref: string | null = null): Request =>
  channel.request({ key: 'f'.repeat(64), ref, notification: said }, config);
const KINDS: readonly Kind[] = ['firing', 'acknowledged', 'unacknowledged', 'escalated', 'reminder', 'failure'];
const BODIES: readonly string[] = [
  '',
  'ok',
  'null',
  '[]',
  '{"ok":',
  '{"ok":true}',
  '{"ok":false,"error":7}',
  `{"ok":false,"error":"${SECRET}"}`,
  `{"status":"invalid event","errors":["${SECRET}"]}`,
  `<html>${SECRET}</html>`,
  `InvalidParameterException: ${SECRET}`,
  SECRET.repeat(40_000),
];

test('every channel is in the list once and has an entry here', () => {
  const names = channels.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(ENTRIES).sort()).toEqual([...names].sort());
});

describe.each(cases)('%s', (_, channel, config) => {
  test('settings survive being stored: they read as themselves', () => {
    const stored: unknown = JSON.parse(JSON.stringify(config));
    expect(channel.config.parse(stored)).toEqual(config);
  });

  test('neither the destination nor the identity shows a secret', () => {
    const shown = `${channel.to(config)} ${channel.identity(config)}`;
    expect(shown).not.toContain(SECRET);
    expect(channel.to(config)).not.toBe('');
  });

  test('every status, with any body, is told, to be tried again or final', () => {
    const wrong: string[] = [];
    for (let status = 100; status < 600; status++) {
      for (const body of BODIES) {
        const { result } = channel.interpret({ status, headers: {}, body });
        const isSuccess = status >= 200 && status <= 299;
        const isRight = isSuccess || (status >= 500 ? result === 'failed' : result !== 'delivered');
        if (!isRight) wrong.push(`${status} ${body.slice(0, 40)}: ${result}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a bad request is final', () => {
    expect(channel.interpret({ status: 400, headers: {}, body: '' }).result).toBe('undeliverable');
  });

  test.each([200, 202, 302, 400, 401, 403, 404, 429, 500, 503])(
    'the outcome of %i quotes nothing of the answer',
    (status) => {
      const outcomes = BODIES.map((body) => channel.interpret({ status, headers: { 'x-echo': SECRET }, body }));
      const text = JSON.stringify(outcomes);
      expect(text).not.toContain(SECRET);
      expect(text.length).toBeLessThan(200 * BODIES.length);
    },
  );

  test.each([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['seconds, in capitals', { 'Retry-After': '30' }, 30_000],
    ['a date', { 'Retry-After': 'Mon, 05 Jan 2026 09:00:30 GMT', Date: 'Mon, 05 Jan 2026 09:00:00 GMT' }, 30_000],
    ['a date without a clock', { 'retry-after': 'Mon, 05 Jan 2026 09:00:30 GMT' }, null],
    [
      'a date that is over',
      { 'retry-after': 'Mon, 05 Jan 2026 09:00:00 GMT', date: 'Mon, 05 Jan 2026 09:00:30 GMT' },
      null,
    ],
    ['a century', { 'retry-after': '3153600000' }, 3_600_000],
    ['nonsense', { 'retry-after': 'soon' }, null],
    ['nothing', {}, null],
  ])('Retry-After as %s', (_name, headers, retryAfterMs) => {
    expect(channel.interpret({ status: 503, headers, body: '' })).toMatchObject({ result: 'failed', retryAfterMs });
  });

  test('what is sent is JSON, says its name and says nothing that is no word', () => {
    for (const said of [notification(), resolved(), ...KINDS.map((kind) => notification({ kind }))]) {
      const sent = JSON.stringify(request(channel, config, said));
      expect(JSON.parse(sent)).toEqual(request(channel, config, said));
      expect(sent).toContain('checkout-errors');
      expect(sent).not.toMatch(/undefined|NaN|\[object Object\]|Invalid Date/);
    }
  });

  test('ten thousand alerts fit, and the critical ones are not what is left out', () => {
    const sent = request(channel, config, crowd());
    expectWithinLimits(sent, config);
    expect(JSON.stringify(sent)).toMatch(/i-99\b|CRITICAL/);
  });

  test('any text fits, is escaped and breaks nothing', () => {
    const holds = fc.property(anyNotification, fc.constantFrom(null, 'C024BE91L:1700000000.000100'), (said, ref) => {
      const sent = request(channel, config, said, ref);
      expectWithinLimits(sent, config);
      expectEscaped(sent, channel.name);
      expect(JSON.stringify(sent)).not.toMatch(/\\ud[89a-f]/i);
      expect(channel.interpret({ status: 200, headers: {}, body: said.reason }).result).toBeDefined();
    });
    fc.assert(holds, { numRuns: 60 });
  });
});

function expectWithinLimits(sent: Request, config: unknown): void {
  if (sent.kind === 'sms') {
    const isGsm =
      /^[\n\r !-_a-z{|}~¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΔΦΓΛΩΠΨΣΘΞ€]*$/.test(sent.text) && !sent.text.includes('`');
    const septets = [...sent.text].reduce((sum, character) => sum + ('^{}\\[~]|€'.includes(character) ? 2 : 1), 0);
    const { max_parts = 2 } = config as { max_parts?: number };
    const [single, joined] = isGsm ? [160, 153] : [70, 67];
    expect(isGsm ? septets : sent.text.length).toBeLessThanOrEqual(max_parts === 1 ? single : joined * max_parts);
    expect(sent.text).not.toBe('');
  } else if (sent.kind === 'email') {
    expect(sent.subject.length).toBeLessThanOrEqual(200);
    expect(Buffer.byteLength(sent.html)).toBeLessThan(100_000); // Gmail hides what lies beyond 102 KB.
    expect(Buffer.byteLength(sent.text)).toBeLessThan(100_000);
  } else {
    const json = sent.json as Record<string, unknown>;
    if ('dedup_key' in json) expectPagerDutyLimits(json);
    if ('attachments' in json) expectSlackLimits(json);
  }
}

function expectPagerDutyLimits(json: Record<string, unknown>): void {
  expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThanOrEqual(512_000);
  const { summary, source, severity } = json.payload as Record<string, string>;
  expect(summary?.length).toBeLessThanOrEqual(1_024);
  expect(summary).not.toBe('');
  expect(source).toBeTruthy();
  expect(['critical', 'error', 'warning', 'info']).toContain(severity);
  expect(String(json.dedup_key).length).toBeLessThanOrEqual(255);
}

type Text = { readonly type: string; readonly text: string };
type Block = {
  readonly type: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
};

function expectSlackLimits(json: Record<string, unknown>): void {
  const { blocks, attachments } = json as { blocks: Block[]; attachments: { blocks: Block[] }[] };
  const all = [...blocks, ...attachments.flatMap((attachment) => attachment.blocks)];
  expect(all.length).toBeLessThanOrEqual(50);
  for (const { type, text, fields = [] } of all) {
    expect(text?.text.length ?? 1).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000);
    expect(text?.text).not.toBe('');
    expect(fields.length).toBeLessThanOrEqual(10);
    for (const field of fields) expect(field.text.length).toBeLessThanOrEqual(2_000);
  }
  const texts = all.flatMap(({ text, fields = [], elements = [] }) => [text?.text ?? '', ...fields, ...elements]);
  const total = texts.reduce((sum, text) => sum + (typeof text === 'string' ? text : text.text).length, 0);
  expect(total).toBeLessThan(13_200);
  expect(String(json.text).length).toBeLessThanOrEqual(4_000);
}

function expectEscaped(sent: Request, name: string): void {
  if (sent.kind === 'email') {
    expect(sent.html).not.toContain('<script');
    expect(sent.subject).not.toMatch(/[\r\n]/);
    for (const [header, value] of Object.entries(sent.headers)) expect(`${header}${value}`).not.toMatch(/[\r\n]/);
    const targets = [...sent.html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    for (const target of targets) expect(target).toMatch(/^https:\/\/[^@]*$/);
  }
  if (name === 'slack') {
    const text = JSON.stringify(sent);
    expect(text).not.toMatch(/<[!@#]/);
    expect(text).not.toMatch(/@(here|channel|everyone)/i);
    for (const [, target] of text.matchAll(/<([^>|]*)\|/g)) expect(target).toMatch(/^https:\/\//);
  }
}
