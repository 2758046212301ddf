import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendHttp } from '../../adapters/http';
import type { Secrets } from '../../adapters/secrets';
import { type HttpRequest, secret } from '../../channels/channel';
import { TransportError } from '../../engine/ports';

type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  body: string;
};

let server: Server;
let base: string;
let asked: Asked[];
let answer: (response: ServerResponse, request: Asked) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body };
      asked.push(seen);
      answer(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
  answer = (response) => response.end('ok');
});

/** Secrets of which each reading gives the next value, once the one before was refused. */
function rotating(values: Readonly<Record<string, readonly string[]>>): Secrets & { readonly reads: string[] } {
  const refusals = new Map<string, number>();
  const reads: string[] = [];
  return {
    reads,
    read: async (reference) => {
      reads.push(reference);
      const known = values[reference] ?? [];
      return known[Math.min(refusals.get(reference) ?? 0, known.length - 1)] ?? '';
    },
    refused: (reference) => {
      refusals.set(reference, (refusals.get(reference) ?? 0) + 1);
    },
  };
}

const none = rotating({});
const http = (more: Partial<HttpRequest>): HttpRequest => ({
  kind: 'http',
  url: base,
  json: {},
  timeoutMs: 2_000,
  ...more,
});

test('posts JSON and gives back what came', async () => {
  answer = (response) => response.writeHead(202, { 'X-Id': '7' }).end('{"ok":true}');

  const response = await sendHttp(
    none,
    http({ url: `${base}/hook?a=1`, json: { a: ['é', null] }, headers: { 'x-y': 'z' } }),
  );

  expect(response).toMatchObject({ status: 202, body: '{"ok":true}', headers: { 'x-id': '7' } });
  expect(asked).toMatchObject([{ method: 'POST', url: '/hook?a=1', body: '{"a":["é",null]}' }]);
  expect(asked[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-y': 'z', connection: 'close' });
});

test('fills in secrets wherever they stand', async () => {
  const secrets = rotating({ 'ssm:/url': [`${base}/secret-path`], 'ssm:/key': ['k1'], 'ssm:/token': ['t1'] });
  const json = { routing_key: secret('ssm:/key'), deep: [{ key: secret('ssm:/key') }] };

  await sendHttp(secrets, http({ url: secret('ssm:/url'), bearer: secret('ssm:/token'), json }));

  expect(asked).toMatchObject([
    {
      url: '/secret-path',
      headers: { authorization: 'Bearer t1' },
      body: '{"routing_key":"k1","deep":[{"key":"k1"}]}',
    },
  ]);
});

test('sends a name and a password', async () => {
  const basic = { username: 'ada', password: secret('ssm:/pw') };

  await sendHttp(rotating({ 'ssm:/pw': ['p:w'] }), http({ basic }));

  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:p:w').toString('base64')}`);
});

test('data that looks like a secret stays what it is: labels are anybody’s words', async () => {
  const secrets = rotating({ 'ssm:/key': ['stolen'] });

  await sendHttp(secrets, http({ json: { labels: { $secret: 'ssm:/key' } } }));

  expect(asked[0]?.body).toBe('{"labels":{"$secret":"ssm:/key"}}');
  expect(secrets.reads).toEqual([]);
});

describe('a key that is refused', () => {
  const keys = { bearer: secret('ssm:/token') };

  test.each([401, 403])('with %i is read again, and tried again when it changed', async (status) => {
    answer = (response, { headers }) =>
      response.writeHead(headers.authorization === 'Bearer new' ? 200 : status).end('answer');

    const response = await sendHttp(rotating({ 'ssm:/token': ['old', 'new'] }), http(keys));

    expect(response.status).toBe(200);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('is not tried again when it is the same', async () => {
    answer = (response) => response.writeHead(401).end();

    expect((await sendHttp(rotating({ 'ssm:/token': ['old'] }), http(keys))).status).toBe(401);
    expect(asked).toHaveLength(1);
  });

  test('is tried twice at most', async () => {
    answer = (response) => response.writeHead(403).end();

    expect((await sendHttp(rotating({ 'ssm:/token': ['a', 'b', 'c'] }), http(keys))).status).toBe(403);
    expect(asked).toHaveLength(2);
  });

  test('without a secret there is nothing to read again', async () => {
    answer = (response) => response.writeHead(401).end();

    await sendHttp(none, http({ bearer: 'inline' }));

    expect(asked).toHaveLength(1);
  });
});

test('follows no redirect: a key goes to nobody else', async () => {
  answer = (response) => response.writeHead(307, { location: `${base}/elsewhere` }).end();

  const response = await sendHttp(none, http({ bearer: 'key' }));

  expect(response).toMatchObject({ status: 307 });
  expect(asked).toHaveLength(1);
});

test('reads 64 KB of an answer that never ends', async () => {
  answer = (response) => {
    response.write('x'.repeat(100_000));
  };

  const { body } = await sendHttp(none, http({ timeoutMs: 5_000 }));

  expect(body).toBe('x'.repeat(65_536));
});

describe('no answer', () => {
  const SECRET = 'hunter2';
  let secrets: Secrets;
  beforeAll(async () => {
    const closedPort = await portOfNobody();
    secrets = rotating({
      'ssm:/url': [`http://127.0.0.1:${closedPort}/${SECRET}`],
      'ssm:/bad': [`no address ${SECRET}`],
    });
  });
  const textOf = (error: unknown): string =>
    error instanceof Error ? `${error.message} ${error.stack} ${textOf(error.cause)}` : String(error);

  test.each([
    ['nobody listens', { url: secret('ssm:/url') }, 'ECONNREFUSED'],
    ['the address is none', { url: secret('ssm:/bad') }, 'ERR_INVALID_URL'],
  ])('because %s: unknown, and the secret address is not told', async (_what, request, code) => {
    const error = await sendHttp(secrets, http(request)).catch((thrown: unknown) => thrown);

    expect(error).toEqual(new TransportError(`no answer: ${code}`));
    expect(textOf(error)).not.toContain(SECRET);
  });

  test('in time', async () => {
    answer = () => {};

    await expect(sendHttp(none, http({ timeoutMs: 50 }))).rejects.toThrow(
      new TransportError('no answer: TimeoutError'),
    );
  });

  test('to its end', async () => {
    answer = (response) => {
      response.writeHead(200).write('half');
      response.socket?.resetAndDestroy();
    };

    await expect(sendHttp(none, http({}))).rejects.toThrow(TransportError);
  });
});

async function portOfNobody(): Promise<number> {
  const brief = createServer();
  await new Promise<void>((resolve) => brief.listen(0, '127.0.0.1', resolve));
  const { port } = brief.address() as AddressInfo;
  await new Promise((resolve) => brief.close(resolve));
  return port;
}
