import type { SendOptions } from '../commands/send';
import { type Answer, type Io, Problem, paint } from '../io';
import type { Running, Target } from './target';

type ToPost = { readonly file: string; readonly text: string; readonly format: 'pagerduty' | 'alertmanager' };
type Request = { readonly url: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };

const TIMEOUT_MS = 10_000;

/** With the key of this machine, whichever the file names. */
function requestOf({ events, alertmanager, intake }: Running, { text, format }: ToPost): Request | null {
  if (!events || !alertmanager || !intake) return null;
  const value: unknown = JSON.parse(text);
  if (format === 'pagerduty') {
    const body = JSON.stringify({ ...(value as object), routing_key: intake.routing_key });
    return { url: `${events}/v2/enqueue`, body, headers: {} };
  }
  const url = Array.isArray(value) ? intake.alerts : alertmanager;
  return { url, body: text, headers: { authorization: `Bearer ${intake.bearer}` } };
}

/** Posts an event or alerts to what runs here, as their senders would. */
export async function post(io: Io, target: Target, what: ToPost, { json }: SendOptions): Promise<Answer> {
  if (target.where === 'aws') {
    throw new Problem(
      `${what.file}: is posted with a sender's key, which stays with its sender: curl the stack's IntakeUrl (docs/ingest.md), or say --local`,
    );
  }
  const request = requestOf(target.running, what);
  if (!request) throw new Problem('what runs here takes no posts yet: start it anew with "npm start"');
  let answer: Response;
  try {
    answer = await fetch(request.url, {
      method: 'POST',
      body: request.body,
      headers: { 'content-type': 'application/json', ...request.headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new Problem(`nothing answers at ${target.running.aws}: start it with "npm start"`);
  }
  const said = await answer.text();
  const path = new URL(request.url).pathname
    .replace(/^.*\$default/, '')
    .replace(/^(\/alertmanager\/webhook)\/.*$/, '$1');
  if (json) io.out(JSON.stringify({ file: what.file, to: 'local', path, status: answer.status, answer: said }));
  else if (answer.ok) io.out(`${paint(io, 'green', 'posted')} to ${path}: ${answer.status} ${said}`);
  else io.err(`tocsin: ${path} answered ${answer.status}: ${said}`);
  return answer.ok ? 'yes' : 'no';
}
