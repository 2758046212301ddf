import { hash } from '../../core/hash';
import { MINUTE_MS, SECOND_MS } from '../../core/time';
import { rateKey } from '../keys';
import { type Clock, type Store, StoreError } from '../ports';
import { ttlAt } from '../stored';

/** How long a counter is kept after its minute. */
const KEEP_MS = 10 * MINUTE_MS;

/**
 * Counts a request of a sender within this minute: one conditional write. Where the table does not answer nobody is
 * refused: what is posted then waits in the queue, as everything does.
 * @returns seconds after which another would be taken, null: this one is
 */
export async function overRate(
  { store, clock }: { readonly store: Pick<Store, 'update'>; readonly clock: Clock },
  sender: string,
  perMinute: number,
): Promise<number | null> {
  const now = clock.now();
  const minute = Math.floor(now / MINUTE_MS);
  const endsAt = (minute + 1) * MINUTE_MS;
  try {
    const written = await store.update(
      rateKey(hash(16, sender), minute),
      { add: { count: 1 }, set: { ttl: ttlAt(endsAt + KEEP_MS) } },
      [[['count', 'absent']], [['count', '<', perMinute]]],
    );
    return written.ok ? null : Math.ceil((endsAt - now) / SECOND_MS);
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}
