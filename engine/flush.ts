import { type Decision, decide } from '../core/incident/decide';
import type { Group, Header } from '../core/incident/group';
import { type EpochMs, SECOND_MS } from '../core/time';
import { hintWake } from './arm';
import type { Configuration } from './configuration/configuration';
import { FLUSH_FROM, FLUSH_TO, groupPartition, headerKey, shardOf, timelineKey } from './keys';
import { type Loaded, loadGroup } from './load';
import { LiveView } from './muting/live';
import { incidentOf, type Muted, mutedMembers, mutesOf } from './muting/mutes';
import { mutedCounts, mutedWrite } from './muting/record';
import { endSilencesOf } from './muting/until-resolved';
import type { Clause, Item, Ports, Update, Write } from './ports';
import { KEEP_MS, ttlAt } from './stored';
import { writesOf } from './wants';

/** What a flush found and did; `wanted` names the slots it changed. */
export type FlushReport = {
  readonly outcome: 'nothing' | 'waits' | 'committed' | 'superseded';
  readonly reason: string;
  readonly wanted: readonly string[];
  /** Members that fire and are not told, if anything was due. */
  readonly muted: readonly Muted[];
};

/** Another flush or a command was first: what this one decided no longer holds. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** A transaction takes a hundred writes: a slot and what it tells for each, the header and the timeline. */
const MAX_WANTS = 48;
/** What was missed while this flush ran is looked at this soon; in a storm that is the pace of looking. */
const AGAIN_MS = SECOND_MS;

/**
 * Loads a group and what mutes its members, decides, and commits if nobody else did meanwhile: one transaction holds
 * the header, what each destination is to learn, and the timeline.
 *
 * @param live what this process knows of silences and the like
 * @throws {VersionConflict} when somebody else was first: the queue tries again
 */
export async function flush(
  ports: Ports,
  configuration: Configuration,
  groupId: string,
  live: LiveView = new LiveView(),
): Promise<FlushReport> {
  const now = ports.clock.now();
  const items = await ports.store.query(groupPartition(groupId), FLUSH_FROM, FLUSH_TO);
  const found = loadGroup(items, configuration, groupId);
  if (!found) return { outcome: 'nothing', reason: 'no such group', wanted: [], muted: [] };
  const { wakeAt } = found.group.header;
  const isDue = wakeAt !== null && wakeAt <= now;
  const said = isDue ? await live.read(ports.store) : null;
  const mutes = said ? await mutesOf(ports.store, configuration, said, found, now) : found.group.mutes;
  const loaded: Loaded = { ...found, group: { ...found.group, mutes } };
  const muted = mutedMembers(loaded.group, now);
  const decision = decide(loaded.group, now);
  if (decision.type === 'wait') {
    await waitFor(ports, loaded, decision, now);
    const write = isDue ? mutedWrite(groupId, muted, loaded.muted, now) : null;
    if (write) await ports.store.transact([write]);
    return { outcome: 'waits', reason: decision.reason, wanted: [], muted };
  }
  const wanted = await commit(ports, loaded, within(decision, now), muted, now);
  if (said && isOver(loaded.group, decision.next)) await endSilencesOf(ports, incidentOf(loaded.group), said);
  return { outcome: 'committed', reason: decision.reason, wanted, muted };
}

const isOver = ({ header }: Group, next: Header): boolean => header.state !== 'idle' && next.state === 'idle';

/** More destinations than one transaction takes: a flush of its own follows at once for the others. */
function within(decision: Extract<Decision, { type: 'commit' }>, now: EpochMs): typeof decision {
  const { next, wants } = decision;
  if (wants.length <= MAX_WANTS) return decision;
  const again = now + AGAIN_MS;
  return { ...decision, next: { ...next, tickAt: again, wakeAt: again }, wants: wants.slice(0, MAX_WANTS) };
}

const isVersion = (version: number): Clause => (version === 0 ? ['version', 'absent'] : ['version', '=', version]);

async function waitFor(
  ports: Ports,
  { item, group }: Loaded,
  { wakeAt }: Extract<Decision, { type: 'wait' }>,
  now: EpochMs,
): Promise<void> {
  if (wakeAt === group.header.wakeAt) return;
  const update: Update = wakeAt === null ? { remove: ['wakeAt'] } : { set: { wakeAt } };
  const written = await ports.store.update(headerKey(group.id), update, [
    [isVersion(item.version), ['gen', '=', item.gen]],
  ]);
  if (!written.ok) throw new VersionConflict(`${group.id}: changed while it was looked at`);
  await hintWake(ports, group.id, wakeAt, now);
}

async function commit(
  ports: Ports,
  loaded: Loaded,
  decision: Extract<Decision, { type: 'commit' }>,
  muted: readonly Muted[],
  now: EpochMs,
): Promise<readonly string[]> {
  const { item, group } = loaded;
  const { next } = decision;
  const version = item.version + 1;
  const mutedNow = mutedWrite(group.id, muted, loaded.muted, now);
  const others = [
    ...writesOf(loaded, next, decision.wants, version, now),
    timelineWrite(group, decision, muted, version, now),
    ...(mutedNow ? [mutedNow] : []),
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
  for (const slot of told) await ports.queue.send({ queue: 'deliver', group: group.id, slot }, 0);
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
  muted: readonly Muted[],
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
    ttl: ttlAt(now + KEEP_MS),
  };
  return { type: 'put', item };
}
