import * as z from 'zod/mini';
import type { IngestConfiguration } from './configuration';

const labels = z.record(z.string(), z.string());
const Key = z.union([z.object({ reference: z.string() }), z.object({ value: z.string() })]);
const Sender = z.object({ name: z.string(), key: Key, labels, perMinute: z.number() });
const Matcher = z.object({ name: z.string(), operator: z.enum(['=', '!=', '=~', '!~']), value: z.string() });
const Heartbeat = z.object({
  name: z.string(),
  expect: z.discriminatedUnion('type', [
    z.object({ type: z.literal('every'), everyMs: z.number() }),
    z.object({ type: z.literal('cron'), cron: z.string(), timezone: z.string() }),
  ]),
  graceMs: z.number(),
  labels,
  matchers: z.array(Matcher),
});

/** What was baked of `ingest.yml`. */
export const IngestShape: z.ZodMiniType<IngestConfiguration> = z.object({
  pagerduty: z.array(Sender),
  alertmanager: z.array(Sender),
  heartbeats: z.array(Heartbeat),
  heartbeatKey: z.nullable(z.string()),
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  ownHeartbeat: z.nullable(z.string()),
});
