import { type HttpRequest, isSecret, type Response, type Secret, type Template } from '../channels/channel';
import { TransportError } from '../engine/ports';
import type { Secrets } from './secrets';

const MAX_BODY_BYTES = 64 * 1024;
/** A claim on a slot lasts 30 s: whatever is sent must be over by then, reading secrets included. */
const MAX_TIMEOUT_MS = 15_000;

type Resolve = (value: string | Secret) => Promise<string>;

/**
 * Sends a request over HTTP, its secrets filled in at the last moment. Follows no redirect: what was meant for one
 * address, a key perhaps, goes nowhere else. When the provider refuses the key, it is read once more and, if it changed,
 * tried once more.
 *
 * @throws {TransportError} when no answer came; its message holds no address and no secret
 */
export async function sendHttp(secrets: Secrets, request: HttpRequest): Promise<Response> {
  const signal = AbortSignal.timeout(Math.min(request.timeoutMs, MAX_TIMEOUT_MS));
  const used = new Map<string, string>();
  const resolve: Resolve = async (value) => {
    if (!isSecret(value)) return value as string;
    const read = await secrets.read(value.$secret);
    used.set(value.$secret, read);
    return read;
  };
  const response = await post(request, resolve, signal);
  const isRefused = response.status === 401 || response.status === 403;
  if (!isRefused || !(await changed(secrets, used))) return response;
  return post(request, resolve, signal);
}

async function changed(secrets: Secrets, used: ReadonlyMap<string, string>): Promise<boolean> {
  const fresh = [...used].map(async ([reference, before]) => {
    secrets.refused(reference);
    return (await secrets.read(reference)) !== before;
  });
  return (await Promise.all(fresh)).includes(true);
}

async function post(request: HttpRequest, resolve: Resolve, signal: AbortSignal): Promise<Response> {
  const url = await resolve(request.url);
  const authorization = await authorizationOf(request, resolve);
  const body = JSON.stringify(await filled(request.json, resolve));
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Tocsin',
        ...request.headers,
        ...(authorization && { authorization }),
        // A connection kept while the function was frozen may be dead, and nobody could tell whether it was before
        // or after the provider read the request.
        connection: 'close',
      },
      redirect: 'manual',
      signal,
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await start(response) };
  } catch (error) {
    throw new TransportError(`no answer: ${codeOf(error)}`);
  }
}

async function authorizationOf({ bearer, basic }: HttpRequest, resolve: Resolve): Promise<string | null> {
  if (bearer !== undefined) return `Bearer ${await resolve(bearer)}`;
  if (basic === undefined) return null;
  const pair = `${await resolve(basic.username)}:${await resolve(basic.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

async function filled(template: Template, resolve: Resolve): Promise<unknown> {
  if (isSecret(template)) return resolve(template);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return Promise.all(template.map((value: Template) => filled(value, resolve)));
  const entries = Object.entries(template).map(async ([key, value]) => [key, await filled(value, resolve)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The first 64 KB of the body; the rest is not waited for. */
async function start({ body }: globalThis.Response): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  while (bytes < MAX_BODY_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.byteLength;
  }
  await reader.cancel();
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES));
}

/** `ECONNREFUSED`, `TimeoutError` …: undici's own texts may quote the address, and an address may be a secret. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { name?: string; cause?: { code?: unknown; name?: unknown } };
  const code = cause?.code ?? cause?.name ?? name;
  return typeof code === 'string' ? code : 'unknown error';
}
