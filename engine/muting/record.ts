import * as z from 'zod/mini';
import type { Mute } from '../../core/incident/group';
import { pack, unpack } from '../../core/incident/told';
import type { EpochMs } from '../../core/time';
import { mutedKey } from '../keys';
import type { Item, Write } from '../ports';
import { KEEP_MS, ttlAt } from '../stored';
import type { Muted } from './mutes';

/** An item must stay below what a table takes: of more than these only their number is kept. */
const MAX_MEMBERS = 20_000;

const MutedItem = z.object({
  at: z.number(),
  reasons: z.array(
    z.object({
      by: z.enum(['silence', 'inhibition', 'time']),
      name: z.string(),
      count: z.number(),
      members: z.string(),
    }),
  ),
});
type Reason = z.infer<typeof MutedItem>['reasons'][number];

function reasonsOf(muted: readonly Muted[]): readonly Reason[] {
  const members = new Map<string, { readonly mute: Mute; readonly fingerprints: Set<string> }>();
  for (const { member, mutes } of muted) {
    for (const mute of mutes) {
      const key = `${mute.by} ${mute.name}`;
      const known = members.get(key) ?? { mute, fingerprints: new Set<string>() };
      known.fingerprints.add(member.fingerprint);
      members.set(key, known);
    }
  }
  let room = MAX_MEMBERS;
  return [...members].sort(byKey).map(([, { mute, fingerprints }]) => {
    const kept = [...fingerprints].sort().slice(0, room);
    room -= kept.length;
    return { ...mute, count: fingerprints.size, members: pack(new Set(kept)) };
  });
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Why each member is not told, as the last flush found; by fingerprint. */
export function readMuted(item: Item | null): {
  readonly at: EpochMs | null;
  readonly mutes: ReadonlyMap<string, readonly Mute[]>;
} {
  const mutes = new Map<string, Mute[]>();
  if (!item) return { at: null, mutes };
  const { at, reasons } = MutedItem.parse(item);
  for (const { by, name, members } of reasons) {
    for (const one of unpack(members)) mutes.set(one, [...(mutes.get(one) ?? []), { by, name }]);
  }
  return { at, mutes };
}

/** Writes down why members are not told, so that everybody can ask; null: it is known, and has not changed. */
export function mutedWrite(group: string, muted: readonly Muted[], known: Item | null, now: EpochMs): Write | null {
  const key = mutedKey(group);
  if (muted.length === 0) return known ? { type: 'delete', key } : null;
  const reasons = reasonsOf(muted);
  if (known && JSON.stringify(MutedItem.parse(known).reasons) === JSON.stringify(reasons)) return null;
  return { type: 'put', item: { ...key, at: now, reasons, ttl: ttlAt(now + KEEP_MS) } };
}

/** For the timeline: how many members each reason keeps from being told. */
export const mutedCounts = (muted: readonly Muted[]): readonly Pick<Reason, 'by' | 'name' | 'count'>[] =>
  reasonsOf(muted).map(({ by, name, count }) => ({ by, name, count }));
