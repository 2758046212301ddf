import type { EpochMs } from '../../core/time';
import { type PostedAlert, readPosted, readWebhook } from '../../formats/alertmanager/posted';
import { sealEnvelope } from '../../formats/intake/envelope';
import { parseJson } from '../../formats/loose';
import { type Answer, type IntakePorts, isCompressed, json, type Posted, type Reply, type Route } from './http';
import { overRate } from './rate';

/** Hundreds of alerts with long annotations; below what Lambda takes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** What goes on in one message: a queue takes a megabyte, an older one a quarter of that. */
const MAX_MESSAGE_BYTES = 200 * 1024;

const refused = (code: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  json(code, { code, message }, headers);

/** The token of the header (also as the password of `basic_auth`), or at the end of the address. */
function tokenOf({ headers, path }: Posted, prefix: string): string | null {
  const header = headers.authorization ?? '';
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(header)?.[1];
  if (bearer) return bearer;
  const basic = /^basic\s+(\S+)\s*$/i.exec(header)?.[1];
  if (basic)
    return (
      Buffer.from(basic, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '') || null
    );
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) || null : null;
}

/** @param prefix where it is posted; a token may follow */
export const alertmanager =
  (kind: 'api' | 'webhook', prefix: string): Route =>
  async (ports, ingest, posted) => {
    const answer = (reply: Reply, sender: string | null = null): Answer => ({ reply, route: prefix, sender });
    if (posted.method !== 'POST') return answer(refused(405, 'only POST is answered here', { allow: 'POST' }));
    const token = tokenOf(posted, prefix);
    const sender = token === null ? null : await ports.keyring.senderOf(ingest.alertmanager, token);
    if (!sender) {
      const message = token === null ? 'send "Authorization: Bearer …"' : 'the token is not one of ours';
      return answer(refused(401, message, { 'www-authenticate': 'Bearer' }));
    }
    if (posted.bytes > MAX_BODY_BYTES) {
      return answer(
        refused(413, `the body has ${posted.bytes} bytes; at most ${MAX_BODY_BYTES} are taken`),
        sender.name,
      );
    }
    if (isCompressed(posted)) return answer(refused(415, 'content-encoding is not supported'), sender.name);
    const seconds = await overRate(ports, `alertmanager ${sender.name}`, sender.perMinute);
    if (seconds !== null) {
      return answer(refused(429, 'too many requests', { 'retry-after': String(seconds) }), sender.name);
    }
    const value = parseJson(posted.body);
    if (value === undefined) return answer(refused(400, 'parsing body from "" failed: it is not JSON'), sender.name);
    const read = kind === 'api' ? readPosted(value) : readWebhook(value);
    if (!read.ok) return answer(refused(kind === 'api' ? 422 : 400, read.fault), sender.name);
    await enqueue(ports, { kind, sender: sender.name, at: ports.clock.now() }, read.alerts);
    // Those that are right are in: as upstream, which then says what was wrong with the others.
    if (read.faults.length > 0) return answer(json(400, read.faults.join('\n')), sender.name);
    if (kind === 'api') return answer({ status: 200, headers: {}, body: '' }, sender.name);
    return answer(json(202, { status: 'success', message: `${read.alerts.length} alerts accepted` }), sender.name);
  };

type Origin = { readonly kind: 'api' | 'webhook'; readonly sender: string; readonly at: EpochMs };

async function enqueue({ queue }: IntakePorts, origin: Origin, alerts: readonly PostedAlert[]): Promise<void> {
  await Promise.all(
    inMessages(alerts).map((part) => {
      const body = sealEnvelope({ tocsin: 'alertmanager', ...origin, alerts: part });
      return queue.send({ queue: 'ingest', body }, 0);
    }),
  );
}

/** As many as go into a message, in order; one alone may be longer. */
function inMessages(alerts: readonly PostedAlert[]): readonly (readonly PostedAlert[])[] {
  const parts: PostedAlert[][] = [];
  let room = 0;
  for (const alert of alerts) {
    const bytes = Buffer.byteLength(JSON.stringify(alert)) + 1;
    const last = parts.at(-1);
    if (last && bytes <= room) {
      last.push(alert);
      room -= bytes;
    } else {
      parts.push([alert]);
      room = MAX_MESSAGE_BYTES - bytes;
    }
  }
  return parts;
}
