import '../../core/routing/re2';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { MemoryStore } from '../../adapters/memory/store';
import { channels } from '../../channels';
import type { Request, Response } from '../../channels/channel';
import { compile } from '../../engine/configuration/compile';
import { flush } from '../../engine/flush';
import { ingest } from '../../engine/ingest';
import { LiveView } from '../../engine/muting/live';
import { notify } from '../../engine/notify';
import { type Message, type Ports, StoreError, TransportError } from '../../engine/ports';
import { readPosted } from '../../formats/alertmanager/posted';
import { sealEnvelope } from '../../formats/intake/envelope';

/**
 * The production engine as one process, for storms only: queues and table in memory, alerts in by Alertmanager's API,
 * webhooks out. A message that fails comes again after a second.
 */
const [file = '', port = '0'] = process.argv.slice(2);
const { configuration } = compile([{ name: 'routing.yml', text: readFileSync(file, 'utf8') }], channels);
const store = new MemoryStore();
const live = new LiveView();
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const AGAIN_MS = 1_000;

const ports: Ports = {
  clock: { now: () => Date.now() },
  ids: { next: () => randomUUID(), random: () => Math.random() },
  store,
  queue: {
    send: async (message, delayMs) => {
      if (delayMs > 0) setTimeout(() => work(message), delayMs);
      else setImmediate(() => work(message));
    },
  },
  transport: { send },
};

function work(message: Message): void {
  handle(message).catch((error: unknown) => {
    if (!(error instanceof StoreError) && !(error instanceof Error && error.name === 'VersionConflict')) throw error;
    setTimeout(() => work(message), AGAIN_MS);
  });
}

async function handle(message: Message): Promise<unknown> {
  switch (message.queue) {
    case 'wake':
      return flush(ports, configuration, message.group, live);
    case 'deliver':
      return notify(ports, configuration, channels, message);
    default:
      return take(message.body);
  }
}

async function take(body: string): Promise<void> {
  const { results } = await ingest(ports, configuration, [body]);
  for (const result of results) if (!result.ok) throw result.error;
}

function send(request: Request): Promise<Response> {
  if (request.kind !== 'http' || typeof request.url !== 'string') throw new Error('storms are told by webhooks');
  const { url, json } = request;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, headers: {}, body: '' }));
      },
    );
    sent.on('error', (cause) => reject(new TransportError('no answer', { cause }))).end(JSON.stringify(json));
  });
}

createServer((request, response) => {
  if (request.method !== 'POST') return response.end('ready');
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  return request.on('end', () => {
    const read = readPosted(JSON.parse(Buffer.concat(chunks).toString()));
    if (!read.ok) return response.writeHead(400).end(read.fault);
    const at = Date.now();
    setImmediate(() =>
      work({
        queue: 'ingest',
        body: sealEnvelope({ tocsin: 'alertmanager', sender: 'storm', at, kind: 'api', alerts: read.alerts }),
      }),
    );
    return response.end();
  });
}).listen(Number(port), '127.0.0.1');
