import { MINUTE_MS, SECOND_MS } from '../core/time';
import { digestMessage } from './digest';
import { groupOf, heldBy, SHARDS, slotOf } from './keys';
import type { Due, Ports } from './ports';

/** Looks this far ahead: twice its period, so that one missed sweep delays nothing. */
export const HORIZON_MS = 120 * SECOND_MS;
/** What is this late is overdue: its hint, and those of the sweeps since, led to nothing. */
const OVERDUE_MS = 5 * MINUTE_MS;
/** Hints per shard and run; what is beyond comes with the next. */
const LIMIT = 1_000;

export type SweepReport = { readonly hinted: number; readonly overdue: number };

/** Hints at everything that is due soon, at its exact time: what a lost message forgot is found here. */
export async function sweep({ store, queue, clock }: Ports): Promise<SweepReport> {
  const now = clock.now();
  const shards = Array.from({ length: SHARDS }, (_, shard) => store.due(shard, now + HORIZON_MS, LIMIT));
  const due = (await Promise.all(shards)).flat();
  for (const entry of due) await hint(queue, entry, now);
  return { hinted: due.length, overdue: due.filter(({ wakeAt }) => wakeAt < now - OVERDUE_MS).length };
}

async function hint(queue: Ports['queue'], { pk, sk, wakeAt }: Due, now: number): Promise<void> {
  const delayMs = Math.max(0, wakeAt - now);
  const destination = heldBy(pk);
  if (destination !== null) return queue.send(digestMessage(destination), delayMs);
  const group = groupOf(pk);
  if (group === null) return;
  const slot = slotOf(sk);
  await queue.send(slot === null ? { queue: 'wake', group } : { queue: 'deliver', group, slot }, delayMs);
}
