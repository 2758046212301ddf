import { silenceKey } from '../keys';
import type { Ports } from '../ports';
import { KEEP_MS, ttlAt } from '../stored';
import type { Live } from './live';

/** Silences for one incident end with it. Nobody need hurry to see it: that incident does not come again. */
export async function endSilencesOf(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  incident: string,
  { silences }: Live,
): Promise<void> {
  const now = clock.now();
  const ending = silences.filter((one) => one.incident === incident && (one.endsAt === null || one.endsAt > now));
  for (const { id } of ending) {
    const set = { endsAt: now, expiredAt: now, expiredBy: 'the end of its incident', ttl: ttlAt(now + KEEP_MS) };
    await store.update(silenceKey(id), { set }, [
      [
        ['id', 'present'],
        ['endsAt', 'absent'],
      ],
      [['endsAt', '>', now]],
    ]);
  }
}
