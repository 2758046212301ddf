import * as fc from 'fast-check';
import { MemoryStore } from '../../../adapters/memory/store';
import { heartbeatToken } from '../../../core/heartbeat/token';
import { MINUTE_MS } from '../../../core/time';
import type { IngestConfiguration } from '../../../engine/intake/configuration';
import type { IntakePorts, Posted, Reply } from '../../../engine/intake/http';
import { intake } from '../../../engine/intake/intake';
import { Keyring } from '../../../engine/intake/keyring';
import { tryIntake } from '../../../engine/intake/trial';
import { type Store, StoreError } from '../../../engine/ports';
import { openIntake } from '../../../formats/intake/envelope';

const NOW = Date.UTC(2026, 0, 5, 9);
const KEY = 'a1'.repeat(16);
const OTHER = 'b2'.repeat(16);
const TOKEN = heartbeatToken('heartbeat-key', 'backup');

const INGEST: IngestConfiguration = {
  pagerduty: [
    { name: 'ssm:/one', key: { reference: 'ssm:/one' }, labels: {}, perMinute: 3 },
    { name: '#inline', key: { value: OTHER }, labels: {}, perMinute: 3 },
  ],
  alertmanager: [{ name: 'ssm:/bearer', key: { reference: 'ssm:/bearer' }, labels: {}, perMinute: 1_000 }],
  heartbeats: [{ name: 'backup', expect: { type: 'every', everyMs: MINUTE_MS }, graceMs: 0, labels: {}, matchers: [] }],
  heartbeatKey: 'ssm:/beat',
  accounts: [],
  regions: [],
  ownHeartbeat: null,
};

type World = {
  readonly ports: IntakePorts;
  readonly sent: string[];
  readonly values: Map<string, string>;
  now: number;
  reads: number;
};

function world(store: Pick<Store, 'update'> = new MemoryStore()): World {
  const cached = new Map<string, string>();
  const values = new Map([
    ['ssm:/one', KEY],
    ['ssm:/bearer', 'bearer-token'],
    ['ssm:/beat', 'heartbeat-key'],
  ]);
  const made = { sent: [] as string[], values, now: NOW, reads: 0 };
  const clock = { now: () => made.now };
  const keys = {
    read: async (reference: string) => {
      const value = cached.get(reference) ?? values.get(reference);
      if (!cached.has(reference)) made.reads += 1;
      if (value === undefined) throw new Error('not there');
      cached.set(reference, value);
      return value;
    },
    refused: (reference: string) => void cached.delete(reference),
  };
  const queue = {
    send: async (message: Parameters<IntakePorts['queue']['send']>[0]) => {
      if (message.queue === 'ingest') made.sent.push(message.body);
    },
  };
  const ports = { clock, ids: { next: () => 'uuid-1' }, store, queue, keyring: new Keyring(keys, clock) };
  return Object.assign(made, { ports });
}

const request = (path: string, body: unknown = '', more: Partial<Posted> = {}): Posted => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', path, headers: {}, body: text, bytes: Buffer.byteLength(text), ...more };
};
const ask = async (at: World, posted: Posted): Promise<Reply> => (await intake(at.ports, INGEST, posted)).reply;
const answered = async (at: World, posted: Posted): Promise<[number, unknown]> => {
  const { status, body } = await ask(at, posted);
  return [status, body.startsWith('{') || body.startsWith('"') ? JSON.parse(body) : body];
};

const EVENT = {
  routing_key: KEY,
  event_action: 'trigger',
  dedup_key: 'd',
  payload: { summary: 'Full', source: 'db', severity: 'critical' },
};
const bearer = { headers: { authorization: 'Bearer bearer-token' } };
const invalid = (...errors: string[]) => ({ status: 'invalid event', message: 'Event object is invalid', errors });

describe('PagerDuty’s events', () => {
  test('are accepted when the queue has them, under the name of their key', async () => {
    const at = world();

    const answer = await answered(at, request('/v2/enqueue', EVENT));

    expect(answer).toEqual([202, { status: 'success', message: 'Event processed', dedup_key: 'd' }]);
    expect(at.sent.map(openIntake)).toMatchObject([{ tocsin: 'pagerduty', sender: 'ssm:/one', at: NOW }]);
    expect(at.sent.join()).not.toContain(KEY);
  });

  test('without a dedup_key get one', async () => {
    const answer = await answered(world(), request('/v2/enqueue', { ...EVENT, dedup_key: undefined }));

    expect(answer).toEqual([202, { status: 'success', message: 'Event processed', dedup_key: 'uuid1' }]);
  });

  test('of change are accepted too', async () => {
    const at = world();
    const change = { routing_key: OTHER, payload: { summary: 'deployed' } };

    expect(await answered(at, request('/v2/change/enqueue', change))).toEqual([
      202,
      { status: 'success', message: 'Change event processed' },
    ]);
    expect(at.sent.map(openIntake)).toMatchObject([{ tocsin: 'change', sender: '#inline' }]);
  });

  test.each<[string, Posted, number, unknown]>([
    ['no JSON', request('/v2/enqueue', '{'), 400, invalid('JSON cannot be parsed')],
    ['a list', request('/v2/enqueue', []), 400, invalid('JSON cannot be parsed')],
    ['no key', request('/v2/enqueue', {}), 400, invalid("'routing_key' is missing or blank")],
    [
      'a wrong key',
      request('/v2/enqueue', { ...EVENT, routing_key: 'c3'.repeat(16) }),
      400,
      invalid('Invalid routing key'),
    ],
    [
      'a wrong event',
      request('/v2/enqueue', { routing_key: KEY, event_action: 'resolve' }),
      400,
      invalid("'dedup_key' is missing or blank"),
    ],
    ['GET', request('/v2/enqueue', '', { method: 'GET' }), 405, { status: 'method not allowed' }],
    [
      'a compressed body',
      request('/v2/enqueue', EVENT, { headers: { 'content-encoding': 'gzip' } }),
      400,
      invalid('content-encoding is not supported'),
    ],
  ])('%s is refused', async (_, posted, status, body) => {
    const at = world();

    expect(await answered(at, posted)).toEqual([status, body]);
    expect(at.sent).toEqual([]);
  });

  test.each([
    [512 * 1024, 202],
    [512 * 1024 + 1, 413],
  ])('of %i bytes get %i', async (size, status) => {
    const empty = JSON.stringify({ ...EVENT, padding: '' });
    const posted = request('/v2/enqueue', { ...EVENT, padding: 'x'.repeat(size - empty.length) });

    expect(posted.bytes).toBe(size);
    expect((await ask(world(), posted)).status).toBe(status);
  });

  test('beyond the key’s rate wait for the next minute; another key is not held up', async () => {
    const at = world();
    at.now = NOW + 15_000;
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await ask(at, request('/v2/enqueue', EVENT))).status);

    const refused = await ask(at, request('/v2/enqueue', EVENT));
    const other = await ask(at, request('/v2/enqueue', { ...EVENT, routing_key: OTHER }));
    at.now = NOW + MINUTE_MS;
    const later = await ask(at, request('/v2/enqueue', EVENT));

    expect(statuses).toEqual([202, 202, 202, 429]);
    expect([refused.status, refused.headers['retry-after'], other.status, later.status]).toEqual([429, '45', 202, 202]);
  });

  test('are accepted while the table is down: the queue keeps them', async () => {
    const at = world({
      update: async () => {
        throw new StoreError('down');
      },
    });

    expect((await ask(at, request('/v2/enqueue', EVENT))).status).toBe(202);
  });

  test('with a key that was just exchanged are accepted; a stranger does not have us read again and again', async () => {
    const at = world();
    await ask(at, request('/v2/enqueue', EVENT));
    at.values.set('ssm:/one', 'd4'.repeat(16));

    const fresh = await ask(at, request('/v2/enqueue', { ...EVENT, routing_key: 'd4'.repeat(16) }));
    const reads = at.reads;
    for (let count = 0; count < 10; count += 1) {
      await ask(at, request('/v2/enqueue', { ...EVENT, routing_key: 'e5'.repeat(16) }));
    }

    expect(fresh.status).toBe(202);
    expect(at.reads).toBe(reads);
  });

  test('are to come again while keys cannot be read', async () => {
    const at = world();
    at.values.delete('ssm:/one');

    expect((await ask(at, request('/v2/enqueue', EVENT))).status).toBe(503);
    expect((await ask(at, request('/v2/enqueue', { ...EVENT, routing_key: OTHER }))).status).toBe(202);
  });
});

describe('Alertmanager', () => {
  const alerts = [{ labels: { alertname: 'Down' } }];

  test.each<[string, Posted, number, string | null]>([
    ['its API', request('/api/v2/alerts', alerts, bearer), 200, 'api'],
    ['its webhook', request('/alertmanager/webhook', { version: '4', alerts }, bearer), 202, 'webhook'],
    ['a token in the address', request('/alertmanager/webhook/bearer-token', { alerts }), 202, 'webhook'],
    [
      'a token as a password',
      request('/api/v2/alerts', alerts, {
        headers: { authorization: `Basic ${Buffer.from('any:bearer-token').toString('base64')}` },
      }),
      200,
      'api',
    ],
    ['no token', request('/api/v2/alerts', alerts), 401, null],
    ['a wrong one', request('/api/v2/alerts', alerts, { headers: { authorization: 'Bearer bearer-toke' } }), 401, null],
    ['no JSON', request('/api/v2/alerts', '[', bearer), 400, null],
    ['no list', request('/api/v2/alerts', {}, bearer), 422, null],
    ['no message', request('/alertmanager/webhook', [], bearer), 400, null],
    ['too much', request('/api/v2/alerts', alerts, { ...bearer, bytes: 5 * 1024 * 1024 }), 413, null],
    ['GET', request('/api/v2/alerts', '', { ...bearer, method: 'GET' }), 405, null],
  ])('%s', async (_, posted, status, kind) => {
    const at = world();

    expect((await ask(at, posted)).status).toBe(status);
    expect(at.sent.map(openIntake)).toMatchObject(
      kind === null ? [] : [{ tocsin: 'alertmanager', kind, sender: 'ssm:/bearer' }],
    );
  });

  test('what is right comes in although something else is wrong', async () => {
    const at = world();

    expect(await answered(at, request('/api/v2/alerts', [...alerts, { labels: {} }], bearer))).toEqual([
      400,
      'at least one label pair required',
    ]);
    expect(at.sent).toHaveLength(1);
  });

  test('many alerts go on in messages that a queue takes', async () => {
    const at = world();
    const many = Array.from({ length: 900 }, (_, index) => ({
      labels: { alertname: 'Down', instance: String(index) },
      annotations: { description: 'x'.repeat(1_000) },
    }));

    await ask(at, request('/api/v2/alerts', many, bearer));

    const opened = at.sent.map(openIntake);
    const instances = opened.flatMap((one) =>
      one?.tocsin === 'alertmanager' ? one.alerts.map(({ labels }) => labels.instance) : [],
    );
    expect(instances).toEqual(many.map(({ labels }) => labels.instance));
    expect(Math.max(...at.sent.map((body) => Buffer.byteLength(body)))).toBeLessThan(256 * 1024);
  });
});

describe('a heartbeat', () => {
  test.each(['GET', 'HEAD', 'POST'])('is heard by %s', async (method) => {
    const at = world();

    expect((await ask(at, request(`/heartbeat/backup/${TOKEN}`, '', { method }))).status).toBe(200);
    expect(at.sent.map(openIntake)).toEqual([{ tocsin: 'heartbeat', name: 'backup', at: NOW }]);
  });

  test.each([
    ['a wrong token', '/heartbeat/backup/0'],
    ['no token', '/heartbeat/backup'],
    ['a name that is not configured', `/heartbeat/other/${heartbeatToken('heartbeat-key', 'other')}`],
    ['something behind it', `/heartbeat/backup/${TOKEN}/x`],
  ])('%s is not found, whatever is wrong', async (_, path) => {
    const at = world();

    const { status, body } = await ask(at, request(path, '', { method: 'GET' }));

    expect([status, body]).toEqual([404, 'no such heartbeat, or not its token\n']);
    expect(at.sent).toEqual([]);
  });

  test('is not heard by DELETE', async () => {
    expect((await ask(world(), request(`/heartbeat/backup/${TOKEN}`, '', { method: 'DELETE' }))).status).toBe(405);
  });

  test('has the token that the command in its documentation makes', () => {
    // printf %s heartbeat:backup | openssl dgst -sha256 -hmac heartbeat-key -r | cut -c1-32
    expect(TOKEN).toBe('e6faef905a1c512c2a7ccfe75f5b924d');
  });
});

describe('a trial', () => {
  test('reads every key and hands on what nothing comes of', async () => {
    const at = world();

    expect(await tryIntake(at.ports, { ingest: INGEST, hash: 'h' })).toContain('read 3 keys');
    expect(at.sent.map(openIntake)).toMatchObject([{ tocsin: 'look', name: 'trial' }]);
  });

  test('says which key is not there', async () => {
    const at = world();
    at.values.delete('ssm:/beat');

    await expect(tryIntake(at.ports, { ingest: INGEST, hash: 'h' })).rejects.toThrow('ssm:/beat cannot be read');
  });
});

test.each(['/-/healthy', '/-/ready'])('%s says that it is', async (path) => {
  expect((await ask(world(), request(path, '', { method: 'GET' }))).status).toBe(200);
});

test('nothing is anywhere else', async () => {
  expect((await ask(world(), request('/admin', EVENT))).status).toBe(404);
});

test('any request gets an answer with a reason, never an exception, and no secret in it', async () => {
  const path = fc.oneof(
    fc.constantFrom('/v2/enqueue', '/v2/change/enqueue', '/api/v2/alerts', '/alertmanager/webhook', '/heartbeat/a/b'),
    fc.webPath(),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({
      routing_key: fc.oneof(fc.constant(KEY), fc.jsonValue()),
      event_action: fc.oneof(fc.constantFrom('trigger', 'resolve'), fc.jsonValue()),
      dedup_key: fc.jsonValue(),
      payload: fc.oneof(
        fc.jsonValue(),
        fc.record({ summary: fc.string(), source: fc.string(), severity: fc.constant('info') }),
      ),
      alerts: fc.jsonValue(),
    }),
    fc.array(fc.record({ labels: fc.dictionary(fc.string(), fc.string()), startsAt: fc.jsonValue() })),
  );
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    value.map((one) => JSON.stringify(one)),
  );
  const headers = fc.oneof(
    fc.constant(bearer.headers),
    fc.dictionary(fc.constantFrom('authorization', 'content-encoding', 'x-routing-key'), fc.string()),
  );
  const holds = fc.asyncProperty(path, body, headers, fc.constantFrom('POST', 'GET', 'PUT'), async (...parts) => {
    const [where, text, more, method] = parts;
    const { status, body: said } = await ask(world(), request(where, text, { headers: more, method }));
    expect([200, 202, 400, 401, 404, 405, 413, 415, 422, 429]).toContain(status);
    if (status >= 300) expect(said.length).toBeGreaterThan(5);
    expect(said).not.toMatch(/bearer-token|heartbeat-key/);
    expect(said).not.toContain(KEY);
  });
  await fc.assert(holds, { numRuns: 1_000 });
});
