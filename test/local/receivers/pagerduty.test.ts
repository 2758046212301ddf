import { incidents, pagerduty } from '../../../local/receivers/pagerduty';
import { posted } from './support';

const KEY = 'k'.repeat(32);
const payload = { summary: 'too slow', source: 'search', severity: 'critical' };
const trigger = { routing_key: KEY, event_action: 'trigger', dedup_key: 'one', payload };
const resolve = { routing_key: KEY, event_action: 'resolve', dedup_key: 'one' };
const acknowledge = { ...resolve, event_action: 'acknowledge' };

test.each<[string, string, unknown, number]>([
  ['a trigger', '/v2/enqueue', trigger, 202],
  ['a resolve without payload', '/v2/enqueue', resolve, 202],
  ['another path', '/v2/other', trigger, 404],
  ['a short routing key', '/v2/enqueue', { ...trigger, routing_key: 'short' }, 400],
  ['an unknown action', '/v2/enqueue', { ...trigger, event_action: 'page' }, 400],
  ['an unknown severity', '/v2/enqueue', { ...trigger, payload: { ...payload, severity: 'page' } }, 400],
  ['no summary', '/v2/enqueue', { ...trigger, payload: { ...payload, summary: '' } }, 400],
  [
    'a summary of 1,025 characters',
    '/v2/enqueue',
    { ...trigger, payload: { ...payload, summary: 'x'.repeat(1025) } },
    400,
  ],
  ['a long dedup key', '/v2/enqueue', { ...trigger, dedup_key: 'x'.repeat(256) }, 400],
  ['a resolve of nothing named', '/v2/enqueue', { routing_key: KEY, event_action: 'resolve' }, 400],
  ['no JSON', '/v2/enqueue', 'hello', 400],
])('%s to %s', (_, path, body, status) => {
  const answer = pagerduty.answer?.(posted(path, body));
  expect(answer).toMatchObject({ status, accepted: status === 202 });
});

const states = (...events: unknown[]) =>
  incidents(events.map((event, second) => posted('/v2/enqueue', event, second))).map(({ state }) => state);

test.each<[string, unknown[], string[]]>([
  ['a trigger opens', [trigger], ['triggered']],
  ['a second trigger changes the open one', [trigger, trigger], ['triggered']],
  ['acknowledged', [trigger, acknowledge], ['acknowledged']],
  ['a trigger of what is acknowledged leaves it so', [trigger, acknowledge, trigger], ['acknowledged']],
  ['resolved', [trigger, resolve], ['resolved']],
  ['a trigger after a resolve opens another', [trigger, resolve, trigger], ['resolved', 'triggered']],
  ['a resolve of what is not open is dropped', [resolve], []],
  ['another key is another incident', [trigger, { ...trigger, dedup_key: 'two' }, resolve], ['resolved', 'triggered']],
])('%s', (_, events, expected) => {
  expect(states(...events)).toEqual(expected);
});
