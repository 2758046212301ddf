import type { Request } from '../../channels/channel';
import { slack } from '../../channels/slack';
import { alert, notification, resolved } from './notifications';

const APP = { app_token_file: 'ssm:/slack', channel: '#alerts' };

const request = (entry: Record<string, unknown>, ref: string | null = null, said = notification()): Request =>
  slack.request({ key: 'k', ref, notification: said }, slack.config.parse(entry));
const answer = (body: unknown, status = 200) =>
  slack.interpret({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });

test('the first message is posted, to the channel by name, with the token by reference', () => {
  expect(request(APP)).toMatchObject({
    url: 'https://slack.com/api/chat.postMessage',
    bearer: { $secret: 'ssm:/slack' },
    json: { channel: '#alerts' },
  });
});

test('the next edits it: by the id and the time that the answer to the first told', () => {
  const posted = answer({ ok: true, channel: 'C024BE91L', ts: '1700000000.000100' });
  const ref = posted.result === 'delivered' ? posted.ref : null;

  const edited = request(APP, ref, resolved());

  expect(edited).toMatchObject({
    url: 'https://slack.com/api/chat.update',
    json: { channel: 'C024BE91L', ts: '1700000000.000100', text: expect.stringContaining('RESOLVED') },
  });
});

test.each([
  ['https://slack.com/api/chat.postMessage', 'https://slack.com/api/chat.postMessage'],
  ['https://slack.example.com/api', 'https://slack.example.com/api/chat.postMessage'],
  ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000/chat.postMessage'],
])('app_url %s', (app_url, url) => {
  expect(request({ ...APP, app_url })).toMatchObject({ url });
});

test('an incoming webhook cannot edit: it posts again', () => {
  const sent = request({ api_url_file: 'ssm:/hook' }, 'C024BE91L:1700000000.000100');
  expect(sent).toMatchObject({ url: { $secret: 'ssm:/hook' } });
  expect(JSON.stringify(sent)).not.toContain('"ts"');
});

test.each([
  ['critical', '🔴 CRITICAL checkout-errors', '#c62828'],
  ['warning', '🟡 WARNING checkout-errors', '#f9a825'],
  ['info', '🔵 INFO checkout-errors', '#1565c0'],
])('%s is said by a word, a sign and a colour', (severity, title, color) => {
  const said = notification({ alerts: [alert({ labels: { alertname: 'checkout-errors', severity } })] });
  expect(request(APP, null, said)).toMatchObject({
    json: { blocks: [{ type: 'header', text: { text: title } }], attachments: [{ color }] },
  });
});

test('all that a person needs is in the message', () => {
  const text = JSON.stringify(request(APP));
  const needed = [
    'More than 1 % of requests fail',
    '*Severity*\\ncritical',
    '*Since*\\n09:00 UTC (12 min)',
    '*Value*\\n5.2 % &gt; 1 %',
    '<https://runbooks.example.com/checkout|Runbook>',
  ];
  for (const words of needed) expect(text).toContain(words);
});

test.each([
  ['invalid_auth', 'undeliverable'],
  ['channel_not_found', 'undeliverable'],
  ['is_archived', 'undeliverable'],
  ['something_new', 'undeliverable'],
  ['ratelimited', 'failed'],
  ['internal_error', 'failed'],
  ['fatal_error', 'failed'],
])('%s, with HTTP 200, is %s', (error, result) => {
  expect(answer({ ok: false, error })).toMatchObject({ result, reason: error });
});

test.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
  '%s: the message is gone, so the next attempt posts a new one',
  (error) => {
    expect(answer({ ok: false, error })).toMatchObject({ result: 'failed', forgetRef: true });
  },
);

test.each([
  ['ok', 200, 'delivered'],
  ['no_service', 404, 'undeliverable'],
  ['channel_is_archived', 410, 'undeliverable'],
  ['rollup_error', 500, 'failed'],
  ['', 429, 'failed'],
  ['<html>', 200, 'failed'],
])('an incoming webhook that answers "%s" with %i: %s', (body, status, result) => {
  expect(answer(body, status).result).toBe(result);
});

describe('a team’s own words', () => {
  const words = {
    title: 'Checkout <!here>',
    title_link: 'https://wiki.example.com/checkout',
    text: 'Look at the runbook.',
    pretext: 'Somebody please',
    footer: 'payments',
    fallback: 'checkout is ill',
    message_text: 'Checkout!',
    color: 'danger',
  };

  test('are taken as they stand, the state beside the title', () => {
    // Act
    const json = JSON.stringify(request({ ...APP, ...words }));

    // Assess
    expect(json).toContain('🔴 CRITICAL Checkout &lt;!here&gt;');
    expect(json).toContain('<https://wiki.example.com/checkout|Open>');
    expect(json).toContain('"text":"Look at the runbook."');
    expect(json).toContain('"text":"Somebody please"');
    expect(json).toContain('"text":"payments"');
    expect(json).toContain('"fallback":"checkout is ill"');
    expect(json).toContain('"text":"Checkout!"');
    expect(json).toContain('"color":"danger"');
  });

  test('that are empty are none', () => {
    const { title_link: _, ...texts } = words;
    const empty = Object.fromEntries(Object.keys(texts).map((key) => [key, '']));
    expect(request({ ...APP, ...empty })).toEqual(request(APP));
  });
});
