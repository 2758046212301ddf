import * as z from 'zod/mini';
import type { KeptPulse } from './heartbeat';
import type { Item } from './ports';
import { StoredItemError } from './stored';

const texts = z.record(z.string(), z.string());
const AlertShape = z.object({
  fingerprint: z.string(),
  labels: texts,
  annotations: texts,
  startsAt: z.number(),
  endsAt: z.nullable(z.number()),
  updatedAt: z.number(),
  generatorUrl: z.nullable(z.string()),
});

const PulseItem: z.ZodMiniType<KeptPulse> = z.object({
  rev: z.number(),
  spec: z.string(),
  since: z.number(),
  lastAt: z.nullable(z.number()),
  missing: z.nullable(AlertShape),
  saidAt: z.number(),
  isRemoved: z.boolean(),
  pending: z.nullable(AlertShape),
});

/** What the table knows of a heartbeat. */
export function readPulse(item: Item): KeptPulse {
  const result = PulseItem.safeParse(item);
  if (result.success) return result.data;
  throw new StoredItemError(`${item.pk} ${item.sk}: ${z.prettifyError(result.error)}`, { cause: result.error });
}
