import { makeSlack } from '../../../local/receivers/slack';
import { posted } from './support';

const bearer = { authorization: 'Bearer xoxb-1' };

function workspace() {
  const slack = makeSlack();
  const call = (method: string, body: unknown, headers: Record<string, string> = bearer) =>
    slack.answer?.(posted(`/api/${method}`, body, 0, headers))?.body;
  return { slack, call, post: (body: object) => call('chat.postMessage', { channel: '#alerts', ...body }) };
}
/** Where a message stands: what an edit must name. */
const placeOf = (answer: unknown) => answer as { ok: true; channel: string; ts: string };

test('a message is posted, and edited in its place', () => {
  // Prepare
  const { slack, call, post } = workspace();
  const { channel, ts } = placeOf(post({ text: 'firing' }));
  post({ text: 'another' });

  // Act
  const answer = call('chat.update', { channel, ts, text: 'resolved' });

  // Assess
  expect(answer).toEqual({ ok: true, channel, ts });
  expect(slack.messages().map(({ channel, text }) => [channel, text])).toEqual([
    ['alerts', 'resolved'],
    ['alerts', 'another'],
  ]);
});

test('messages of one instant have ids of their own', () => {
  const { post } = workspace();
  const ids = [1, 2, 3].map(() => placeOf(post({ text: 'x' })).ts);
  expect(new Set(ids).size).toBe(3);
});

test('a reply hangs in its thread', () => {
  const { slack, post } = workspace();
  const { ts } = placeOf(post({ text: 'firing' }));

  post({ text: 'more', thread_ts: ts });

  expect(slack.messages().map(({ threadTs }) => threadTs)).toEqual([null, ts]);
});

const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });

test.each<[string, string, object, Record<string, string>, string]>([
  ['no token', 'chat.postMessage', { channel: '#a', text: 'x' }, {}, 'not_authed'],
  ['no channel', 'chat.postMessage', { text: 'x' }, bearer, 'channel_not_found'],
  ['no text', 'chat.postMessage', { channel: '#a' }, bearer, 'no_text'],
  [
    'a header of 151 characters',
    'chat.postMessage',
    { channel: '#a', blocks: [header('x'.repeat(151))] },
    bearer,
    'invalid_blocks',
  ],
  ['51 blocks', 'chat.postMessage', { channel: '#a', blocks: Array(51).fill(header('x')) }, bearer, 'invalid_blocks'],
  ['an unknown block', 'chat.postMessage', { channel: '#a', blocks: [{ type: 'table' }] }, bearer, 'invalid_blocks'],
  [
    'a reply to nothing',
    'chat.postMessage',
    { channel: '#a', text: 'x', thread_ts: '1.1' },
    bearer,
    'thread_not_found',
  ],
  ['an edit by name', 'chat.update', { channel: '#a', ts: '1.1', text: 'x' }, bearer, 'channel_not_found'],
  ['an edit of nothing', 'chat.update', { channel: 'C0123456789', ts: '1.1', text: 'x' }, bearer, 'message_not_found'],
  ['another method', 'chat.delete', { channel: '#a' }, bearer, 'unknown_method'],
])('%s is refused as Slack does: with status 200', (_, method, body, headers, error) => {
  const { slack } = workspace();

  const answer = slack.answer?.(posted(`/api/${method}`, body, 0, headers));

  expect(answer).toMatchObject({ status: 200, accepted: false, body: { ok: false, error } });
  expect(slack.messages()).toEqual([]);
});

test('an incoming webhook answers "ok", or a status', () => {
  const { slack } = workspace();
  const hook = (body: unknown) => slack.answer?.(posted('/services/T/B/x', body));

  expect(hook({ text: 'hello' })).toMatchObject({ status: 200, body: 'ok' });
  expect(hook({})).toMatchObject({ status: 400, body: 'no_text' });
});
