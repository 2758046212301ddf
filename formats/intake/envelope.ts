import * as z from 'zod/mini';
import type { EpochMs } from '../../core/time';
import type { PostedAlert } from '../alertmanager/posted';
import { parseJson } from '../loose';
import type { PagerDutyReport } from '../pagerduty/alert';

/**
 * What our own functions put on the queue of ingest: read, checked against its sender's key, without secrets. It says
 * who sent it (`sender` names a key, `at` is when it was accepted), and is believed.
 *
 * So it counts only as the body of a queue's message itself, where the queue's policy lets nobody else write: a topic
 * puts its own envelope around whatever is published, and inside that this is a text like any other.
 */
export type Envelope =
  | { readonly tocsin: 'pagerduty'; readonly sender: string; readonly at: EpochMs; readonly report: PagerDutyReport }
  | { readonly tocsin: 'change'; readonly sender: string; readonly at: EpochMs }
  | {
      readonly tocsin: 'alertmanager';
      readonly sender: string;
      readonly at: EpochMs;
      /** The API's alerts expire; a webhook's fire until it says that they are resolved. */
      readonly kind: 'api' | 'webhook';
      readonly alerts: readonly PostedAlert[];
    }
  /** A heartbeat was heard. */
  | { readonly tocsin: 'heartbeat'; readonly name: string; readonly at: EpochMs }
  /** Somebody should look at a heartbeat, at this instant. */
  | { readonly tocsin: 'look'; readonly name: string; readonly at: EpochMs };

const texts = z.record(z.string(), z.string());
const Envelope: z.ZodMiniType<Envelope> = z.discriminatedUnion('tocsin', [
  z.object({
    tocsin: z.literal('pagerduty'),
    sender: z.string(),
    at: z.number(),
    report: z.object({
      action: z.enum(['trigger', 'acknowledge', 'resolve']),
      fingerprint: z.string(),
      labels: texts,
      annotations: texts,
      startsAt: z.nullable(z.number()),
      url: z.nullable(z.string()),
    }),
  }),
  z.object({ tocsin: z.literal('change'), sender: z.string(), at: z.number() }),
  z.object({
    tocsin: z.literal('alertmanager'),
    sender: z.string(),
    at: z.number(),
    kind: z.enum(['api', 'webhook']),
    alerts: z.array(
      z.object({
        fingerprint: z.string(),
        labels: texts,
        annotations: texts,
        startsAt: z.nullable(z.number()),
        endsAt: z.nullable(z.number()),
        generatorUrl: z.nullable(z.string()),
      }),
    ),
  }),
  z.object({ tocsin: z.literal('heartbeat'), name: z.string(), at: z.number() }),
  z.object({ tocsin: z.literal('look'), name: z.string(), at: z.number() }),
]);

export const sealEnvelope = (envelope: Envelope): string => {
  const { tocsin, ...rest } = envelope;
  return JSON.stringify({ tocsin, ...rest });
};

/** The envelope that a queue's message is, or null: it is something else. */
export function openIntake(body: string): Envelope | null {
  if (!body.startsWith('{"tocsin":"')) return null;
  const read = Envelope.safeParse(parseJson(body));
  return read.success ? read.data : null;
}
