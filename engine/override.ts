import * as z from 'zod/mini';
import type { Json } from '../core/json';
import type { Override } from '../core/oncall/override';
import { overrideKey } from './keys';
import { bumpLive } from './muting/live';
import type { Item, Ports } from './ports';
import { KEEP_MS, ttlAt } from './stored';

const OverrideItem = z.object({
  id: z.string(),
  schedule: z.string(),
  from: z.number(),
  to: z.number(),
  person: z._default(z.nullable(z.string()), null),
  replaces: z._default(z.nullable(z.string()), null),
  createdBy: z.string(),
  comment: z.string(),
});

/** The overrides among what is live. */
export const overridesIn = (items: readonly Item[]): readonly Override[] =>
  items.filter(({ sk }) => sk.startsWith('OVR#')).map((item) => OverrideItem.parse(item));

/** Puts an override there, in place of one with its id. Who is on call is asked when a step fires. */
export async function putOverride({ store }: Pick<Ports, 'store'>, override: Override): Promise<void> {
  // What a null stands for is an absent attribute.
  const said = Object.fromEntries(Object.entries(override).filter(([, value]) => value !== null));
  await store.put({
    ...overrideKey(override.id),
    ...(said as Record<string, Json>),
    ttl: ttlAt(override.to + KEEP_MS),
  });
  await bumpLive(store);
}
