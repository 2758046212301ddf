import { alertmanager } from './alertmanager';
import type { IngestConfiguration } from './configuration';
import { type Answer, type IntakePorts, json, type Posted, type Route, text } from './http';
import { KeysUnreadable } from './keyring';
import { pagerduty } from './pagerduty';
import { ping } from './ping';

const WEBHOOK = '/alertmanager/webhook';
const API = '/api/v2/alerts';

const healthy: Route = async (_ports, _ingest, { path }) => ({ reply: text(200, 'OK\n'), route: path, sender: null });

/** By the beginning of their paths; the longer ones first. */
const ROUTES: readonly (readonly [path: string, below: boolean, route: Route])[] = [
  ['/v2/enqueue', false, pagerduty('event')],
  ['/v2/change/enqueue', false, pagerduty('change')],
  [WEBHOOK, true, alertmanager('webhook', WEBHOOK)],
  [API, false, alertmanager('api', API)],
  ['/heartbeat', true, ping],
  // An Alertmanager answers these; some clients ask before they post.
  ['/-/healthy', false, healthy],
  ['/-/ready', false, healthy],
];

function routeOf(path: string): Route | null {
  const found = ROUTES.find(([at, below]) => path === at || (below && path.startsWith(`${at}/`)));
  return found?.[2] ?? null;
}

/**
 * Answers whoever posts from outside: PagerDuty's and Alertmanager's clients, and heartbeats. A key comes first, then
 * the rate, then what is posted; what is right is said to be accepted only after the queue has it.
 *
 * @throws when the queue does not take it: the caller answers that it should be tried again
 */
export async function intake(ports: IntakePorts, ingest: IngestConfiguration, posted: Posted): Promise<Answer> {
  const path = posted.path.length > 1 ? posted.path.replace(/\/$/, '') : posted.path;
  const route = routeOf(path);
  if (!route) return { reply: json(404, { message: 'not found' }), route: 'unknown', sender: null };
  try {
    return await route(ports, ingest, { ...posted, path });
  } catch (error) {
    if (!(error instanceof KeysUnreadable)) throw error;
    return { reply: unavailable(), route: `${path.split('/', 2).join('/')} (keys unreadable)`, sender: null };
  }
}

/** What clients of all kinds take for "again, later". */
export const unavailable = () =>
  json(503, { status: 'unavailable', message: 'Please retry later.' }, { 'retry-after': '5' });
