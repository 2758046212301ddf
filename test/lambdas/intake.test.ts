import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { MemoryStore } from '../../adapters/memory/store';
import type { IntakePorts } from '../../engine/intake/http';
import { Keyring } from '../../engine/intake/keyring';
import { intakeRequest } from '../../lambdas/intake/work';
import { configured, routeTo } from '../engine/support';
import { recordingVoice } from './tools';

const KEY = 'k'.repeat(32);
const sender = { name: 'ssm:/key', key: { value: KEY }, labels: {}, perMinute: 10 };
const base = configured(routeTo('team'), {});
const configuration = () => ({ ...base, ingest: { ...base.ingest, pagerduty: [sender] } });

const EVENT = JSON.stringify({
  routing_key: KEY,
  event_action: 'trigger',
  payload: { summary: 'nobody’s business', source: 's', severity: 'info' },
});

const call = (path: string, body: string, more: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 =>
  ({
    rawPath: path,
    headers: { 'Content-Type': 'application/json' },
    body,
    isBase64Encoded: false,
    requestContext: { stage: '$default', http: { method: 'POST' } },
    ...more,
  }) as APIGatewayProxyEventV2;

function make(send: IntakePorts['queue']['send']): IntakePorts {
  const clock = { now: () => 0 };
  const keyring = new Keyring({ read: async () => KEY, refused: () => {} }, clock);
  return { clock, ids: { next: () => 'id' }, store: new MemoryStore(), queue: { send }, keyring };
}

test.each([
  ['as text', call('/v2/enqueue', EVENT)],
  ['in base64', call('/v2/enqueue', Buffer.from(EVENT).toString('base64'), { isBase64Encoded: true })],
  ['below the stage’s name', call('/$default/v2/enqueue', EVENT)],
])('a body %s is accepted', async (_, event) => {
  const sent: unknown[] = [];
  const { voice } = recordingVoice();
  const work = intakeRequest(() => make(async (message) => void sent.push(message)), configuration);

  expect(await work(event, voice)).toMatchObject({ statusCode: 202, headers: { 'cache-control': 'no-store' } });
  expect(sent).toHaveLength(1);
});

test('when the queue does not take it, it is to come again, and the error is reported', async () => {
  const { voice, reports } = recordingVoice();
  const work = intakeRequest(
    () =>
      make(async () => {
        throw new Error('queue down');
      }),
    configuration,
  );

  expect(await work(call('/v2/enqueue', EVENT), voice)).toMatchObject({ statusCode: 503 });
  expect(reports).toHaveLength(1);
});

test('no line holds a text, a key or an address that holds a token', async () => {
  const { voice, recorded } = recordingVoice();
  const work = intakeRequest(() => make(async () => {}), configuration);

  await work(call('/v2/enqueue', EVENT), voice);
  await work(call('/heartbeat/backup/secret-token', ''), voice);
  await work(call('/secret-path', ''), voice);

  const written = JSON.stringify(recorded.lines);
  expect(written).toContain('ssm:/key');
  expect(written).not.toMatch(/nobody|kkkk|secret/);
});
