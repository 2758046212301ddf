import { sealEnvelope } from '../../formats/intake/envelope';
import { asRecord, parseJson } from '../../formats/loose';
import { reportOf } from '../../formats/pagerduty/alert';
import {
  changeFaults,
  type EventAction,
  eventFaults,
  MAX_EVENT_BYTES,
  routingKeyFaults,
} from '../../formats/pagerduty/event';
import { type Answer, isCompressed, json, type Reply, type Route } from './http';
import { overRate } from './rate';

const invalid = (...errors: readonly string[]): Reply =>
  json(400, { status: 'invalid event', message: 'Event object is invalid', errors });

const tooLarge = (bytes: number): Reply =>
  json(413, {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: [`the event has ${bytes} bytes; at most ${MAX_EVENT_BYTES} are taken`],
  });

const throttled = (seconds: number): Reply =>
  json(
    429,
    { status: 'throttle exceeded', message: 'Requests for this service are arriving too quickly. Please retry later.' },
    { 'retry-after': String(seconds) },
  );

/** PagerDuty's Events API v2, as its clients know it; `kind` is which of its two addresses. */
export const pagerduty =
  (kind: 'event' | 'change'): Route =>
  async (ports, ingest, { headers, body, bytes, ...posted }) => {
    const route = kind === 'event' ? '/v2/enqueue' : '/v2/change/enqueue';
    const answer = (reply: Reply, sender: string | null = null): Answer => ({ reply, route, sender });
    if (posted.method !== 'POST') return answer(json(405, { status: 'method not allowed' }, { allow: 'POST' }));
    if (bytes > MAX_EVENT_BYTES) return answer(tooLarge(bytes));
    if (isCompressed({ headers, body, bytes, ...posted })) return answer(invalid('content-encoding is not supported'));
    const event = asRecord(parseJson(body));
    if (!event) return answer(invalid('JSON cannot be parsed'));

    const given = event.routing_key ?? headers['x-routing-key'];
    const keyFaults = routingKeyFaults(given);
    if (keyFaults.length > 0) return answer(invalid(...keyFaults));
    const sender = await ports.keyring.senderOf(ingest.pagerduty, String(given));
    if (!sender) return answer(invalid('Invalid routing key'));
    const seconds = await overRate(ports, `pagerduty ${sender.name}`, sender.perMinute);
    if (seconds !== null) return answer(throttled(seconds), sender.name);

    const faults = kind === 'event' ? eventFaults(event) : changeFaults(event);
    if (faults.length > 0) return answer(invalid(...faults), sender.name);
    const at = ports.clock.now();
    if (kind === 'change') {
      await ports.queue.send({ queue: 'ingest', body: sealEnvelope({ tocsin: 'change', sender: sender.name, at }) }, 0);
      return answer(json(202, { status: 'success', message: 'Change event processed' }), sender.name);
    }
    const dedupKey = typeof event.dedup_key === 'string' && event.dedup_key !== '' ? event.dedup_key : newKey(ports);
    const report = reportOf(event, event.event_action as EventAction, sender.name, dedupKey);
    const sealed = sealEnvelope({ tocsin: 'pagerduty', sender: sender.name, at, report });
    await ports.queue.send({ queue: 'ingest', body: sealed }, 0);
    return answer(json(202, { status: 'success', message: 'Event processed', dedup_key: dedupKey }), sender.name);
  };

/** PagerDuty gives out 32 hex digits. */
const newKey = ({ ids }: Parameters<Route>[0]): string => ids.next().replaceAll('-', '');
