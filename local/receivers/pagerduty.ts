import * as z from 'zod';
import type { Json } from '../../core/json';
import { accepted, type Provider, type Received, refused } from './received';

const KEY = z.string().length(32, "Length of 'routing_key' is incorrect (should be 32 characters)");
const DEDUP_KEY = z.string().max(255, "'dedup_key' must be at most 255 characters");
const link = z.object({ href: z.url().optional(), text: z.string().optional() });

/** @see https://developer.pagerduty.com/docs/send-alert-event */
export const PagerDutyEvent = z.discriminatedUnion('event_action', [
  z.object({
    event_action: z.literal('trigger'),
    routing_key: KEY,
    dedup_key: DEDUP_KEY.optional(),
    client: z.string().optional(),
    client_url: z.string().optional(),
    links: z.array(link).optional(),
    images: z.array(z.object({ src: z.url({ protocol: /^https$/ }) })).optional(),
    payload: z.object({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.string().optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.json().optional(),
    }),
  }),
  z.object({ event_action: z.enum(['acknowledge', 'resolve']), routing_key: KEY, dedup_key: DEDUP_KEY.min(1) }),
]);
export type PagerDutyEvent = z.infer<typeof PagerDutyEvent>;

/** Events API v2 as the real one answers: 202 for what is valid, 400 with reasons for what is not. */
export const pagerduty: Provider = {
  name: 'pagerduty',
  answer: ({ path, body, at }) => {
    if (path !== '/v2/enqueue') return refused(404, { status: 'not found', message: 'POST /v2/enqueue' });
    const read = PagerDutyEvent.safeParse(body);
    if (!read.success) {
      const errors = read.error.issues.map(({ path, message }) => `'${path.join('.')}': ${message}`);
      return refused(400, { status: 'invalid event', message: 'Event object is invalid', errors });
    }
    return accepted(202, { status: 'success', message: 'Event processed', dedup_key: read.data.dedup_key ?? at });
  },
};

export type Incident = {
  readonly key: string;
  readonly state: 'triggered' | 'acknowledged' | 'resolved';
  readonly event: Extract<PagerDutyEvent, { event_action: 'trigger' }>;
  readonly history: readonly { readonly at: string; readonly action: PagerDutyEvent['event_action'] }[];
};

/**
 * The incidents that PagerDuty would show, oldest first: a trigger with a known key updates the open incident,
 * after a resolve it opens another; acknowledge and resolve of what is not open are dropped.
 */
export function incidents(received: readonly Received[]): readonly Incident[] {
  const all: Incident[] = [];
  for (const { at, body } of received) {
    const event = readEvent(body);
    if (!event) continue;
    const key = event.dedup_key ?? at;
    const open = all.findLastIndex((incident) => incident.key === key && incident.state !== 'resolved');
    const before = all[open];
    const step = { at, action: event.event_action };
    if (event.event_action === 'trigger') {
      if (before) all[open] = { ...before, event, history: [...before.history, step] };
      else all.push({ key, state: 'triggered', event, history: [step] });
    } else if (before) {
      const state = event.event_action === 'resolve' ? 'resolved' : 'acknowledged';
      all[open] = { ...before, state, history: [...before.history, step] };
    }
  }
  return all;
}

function readEvent(body: Json): PagerDutyEvent | null {
  const read = PagerDutyEvent.safeParse(body);
  return read.success ? read.data : null;
}
