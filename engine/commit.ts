import type { Decision } from '../core/incident/decide';
import type { Group, Header } from '../core/incident/group';
import { type EpochMs, SECOND_MS } from '../core/time';
import { hintWake } from './arm';
import { actKey, headerKey, shardOf, timelineKey } from './keys';
import type { Loaded } from './load';
import type { Muted } from './muting/mutes';
import { mutedCounts, mutedWrite } from './muting/record';
import type { Act, Clause, Item, Ports, Write } from './ports';
import { KEEP_MS, ttlAt } from './stored';
import { writesOf } from './wants';

/** Another flush or a command was first: what this one decided no longer holds. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** What was missed while this decision was made is looked at this soon; in a storm that is the pace of looking. */
export const AGAIN_MS = SECOND_MS;

export const isVersion = (version: number): Clause =>
  version === 0 ? ['version', 'absent'] : ['version', '=', version];

/**
 * Writes a decision: one transaction holds the header, what each destination is to learn, and the timeline.
 * @param act whoever it was that decided, where it was a person
 * @returns the slots that were told something
 * @throws {VersionConflict} when somebody else was first
 */
export async function commit(
  ports: Ports,
  loaded: Loaded,
  decision: Extract<Decision, { type: 'commit' }>,
  muted: readonly Muted[],
  now: EpochMs,
  act: Omit<Act, 'type'> | null = null,
): Promise<readonly string[]> {
  const { item, group } = loaded;
  const { next } = decision;
  const version = item.version + 1;
  const mutedNow = mutedWrite(group.id, muted, loaded.muted, now);
  const others = [
    ...writesOf(loaded, next, decision.wants, version, now),
    timelineWrite(group, decision, { muted, act }, version, now),
    ...(mutedNow ? [mutedNow] : []),
    ...(act ? [actWrite(group.id, act, now)] : []),
  ];
  const isUnseen: Clause[] = [isVersion(item.version), ['gen', '=', item.gen]];
  let wakeAt = next.wakeAt;
  const committed = await ports.store.transact([headerWrite(group.id, { ...next, version }, isUnseen, now), ...others]);
  if (!committed) {
    // Perhaps only ingest was here meanwhile. Then this decision stands, and the next follows soon.
    wakeAt = Math.min(next.wakeAt ?? Number.POSITIVE_INFINITY, now + AGAIN_MS);
    const again = headerWrite(group.id, { ...next, version, wakeAt }, [isVersion(item.version)], now);
    if (!(await ports.store.transact([again, ...others]))) throw new VersionConflict(`${group.id}: somebody was first`);
  }
  const told = decision.wants.filter(({ type }) => type === 'tell').map(({ integration }) => integration.key);
  // At once: they go in one call.
  await Promise.all(told.map((slot) => ports.queue.send({ queue: 'deliver', group: group.id, slot }, 0)));
  await hintWake(ports, group.id, wakeAt, now);
  return told;
}

/** Null columns are absent ones: conditions and the due index ask for presence. */
function headerWrite(group: string, header: Header, condition: readonly Clause[], now: EpochMs): Write {
  const entries = Object.entries(header);
  const set = Object.fromEntries(entries.filter(([, value]) => value !== null));
  const remove = entries.filter(([, value]) => value === null).map(([name]) => name);
  const isOver = header.state === 'idle' && header.openAt === null;
  return {
    type: 'update',
    key: headerKey(group),
    update: {
      set: { ...set, shard: shardOf(group), ...(isOver && { ttl: ttlAt(now + KEEP_MS) }) },
      remove: isOver ? remove : [...remove, 'ttl'],
    },
    condition: [condition],
  };
}

function timelineWrite(
  group: Group,
  { reason, next, wants }: Extract<Decision, { type: 'commit' }>,
  { muted, act }: { readonly muted: readonly Muted[]; readonly act: Omit<Act, 'type'> | null },
  version: number,
  now: EpochMs,
): Write {
  const told = wants.map((want) => ({ to: want.integration.to, channel: want.integration.channel, what: want.reason }));
  const item: Item = {
    ...timelineKey(group.id, version),
    at: now,
    reason,
    state: next.state,
    episode: next.episode,
    told,
    ...(muted.length > 0 && { muted: mutedCounts(muted) }),
    ...(next.acknowledgement && { acknowledgedBy: next.acknowledgement.by }),
    ...(act && { by: act.by, from: act.from }),
    ttl: ttlAt(now + KEEP_MS),
  };
  return { type: 'put', item };
}

/** Whoever sends the same command twice finds this. */
const actWrite = (group: string, { id, by }: Pick<Act, 'id' | 'by'>, now: EpochMs): Write => ({
  type: 'put',
  item: { ...actKey(group, id), by, at: now, ttl: ttlAt(now + KEEP_MS) },
  condition: [[['by', 'absent']]],
});
