import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '../../core/json';
import { isLocalHost, listen, readBody, sendJson, stopServer } from '../process/http';
import { LOOPBACK } from '../process/ports';
import { type Fault, FaultRequest, isOn, makeFault } from './fault';
import type { Answer, Provider, Received, ReceiverName } from './received';

export type Receiver = {
  readonly name: ReceiverName;
  readonly url: string;
  readonly port: number;
  /** What it accepted, oldest first. */
  readonly received: () => readonly Received[];
  /** What it turned away, and how. */
  readonly refused: () => readonly (Received & { readonly answer: Answer })[];
  /** For messages that come by no request. */
  readonly add: (message: Received) => void;
  readonly fault: () => Fault | null;
  readonly stop: () => Promise<void>;
};

const HOLD_MS = 120_000;

/** Plays one provider on a port of its own: what is posted is judged as the provider would; `GET /received` shows it. */
export async function startReceiver(provider: Provider, port: number, onChange: () => void): Promise<Receiver> {
  const received: Received[] = [];
  const refused: (Received & { answer: Answer })[] = [];
  const stopping = new AbortController();
  let fault: Fault | null = null;

  async function deliver(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!provider.answer) return sendJson(response, 404, { error: `nothing is posted to ${provider.name}` });
    const message = await readMessage(request);
    if (isOn(fault, Date.now())) {
      refused.push({ ...message, answer: { status: fault.status === 'timeout' ? 0 : fault.status, body: null } });
      onChange();
      return fail(response, fault, stopping.signal);
    }
    const { accepted, ...answer } = provider.answer(message);
    if (accepted) received.push(message);
    else refused.push({ ...message, answer });
    onChange();
    sendJson(response, answer.status, answer.body);
  }

  async function setFault(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!provider.answer)
      return sendJson(response, 400, { error: `${provider.name} is read from the embedded AWS and cannot fail here` });
    const wanted = FaultRequest.safeParse(parse((await readBody(request)) || '{}'));
    if (!wanted.success)
      return sendJson(response, 400, {
        error: wanted.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
      });
    fault = makeFault(wanted.data, Date.now());
    onChange();
    sendJson(response, 200, { ...fault });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0];
    if (!isLocalHost(request)) return sendJson(response, 403, { error: 'only for this machine' });
    if (request.method === 'GET' && path === '/received') return sendJson(response, 200, received);
    if (request.method === 'GET' && path === '/refused') return sendJson(response, 200, refused);
    if (path === '/fault' && request.method === 'POST') return setFault(request, response);
    if (path === '/fault' && request.method === 'DELETE') {
      fault = null;
      onChange();
      return sendJson(response, 200, {});
    }
    if (request.method === 'POST') return deliver(request, response);
    sendJson(response, 404, {
      error: `this plays ${provider.name}: GET /received, GET /refused, POST or DELETE /fault`,
    });
  }

  const server: Server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => sendJson(response, 400, { error: error.message }));
  });
  const bound = await listen(server, port);
  return {
    name: provider.name,
    url: `http://${LOOPBACK}:${bound}`,
    port: bound,
    received: () => received,
    refused: () => refused,
    add: (message) => {
      received.push(message);
      onChange();
    },
    fault: () => (isOn(fault, Date.now()) ? fault : null),
    stop: () => {
      stopping.abort();
      return stopServer(server);
    },
  };
}

async function fail(response: ServerResponse, fault: Fault, stopping: AbortSignal): Promise<void> {
  if (fault.retryAfter !== null) response.setHeader('retry-after', String(fault.retryAfter));
  if (fault.status !== 'timeout') return sendJson(response, fault.status, { error: 'made to fail' });
  await sleep(HOLD_MS, null, { signal: stopping, ref: false }).catch(() => null);
  response.destroy();
}

async function readMessage(request: IncomingMessage): Promise<Received> {
  const text = await readBody(request);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    at: new Date().toISOString(),
    path: request.url ?? '/',
    headers: Object.fromEntries(headers),
    body: parse(text),
  };
}

/** JSON where it is JSON, else the text as it came. */
function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
