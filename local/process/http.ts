import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { freePort, LOOPBACK } from './ports';

const MAX_BODY = 2 * 1024 * 1024;

const LISTEN_ATTEMPTS = 5;

/**
 * Listens on the loopback address only, on the preferred port or the next free one.
 * @param preferred 0 takes any
 * @returns the port
 */
export async function listen(server: Server, preferred: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOn(server, await freePort(preferred));
    } catch (error) {
      // Somebody took it between the look and the listening.
      if (attempt >= LISTEN_ATTEMPTS) throw error;
    }
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve(port);
    });
  });
}

/** Closes the server and what is still connected to it. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** False when a web page elsewhere got a name of its own to point here, or posts to us: nothing local is for it. */
export function isLocalHost(request: IncomingMessage): boolean {
  const host = request.headers.host?.replace(/:\d+$/, '') ?? '';
  const origin = request.headers.origin;
  const local = (name: string) => name === LOOPBACK || name === 'localhost' || name === '[::1]';
  return local(host) && (!origin || (URL.canParse(origin) && local(new URL(origin).hostname)));
}

/** The body as text. @throws when it is larger than 2 MiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error(`a body of more than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers with JSON; a string goes as plain text. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  response.end(text);
}
