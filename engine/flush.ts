import { type Decision, decide } from '../core/incident/decide';
import type { Group, Header } from '../core/incident/group';
import type { EpochMs } from '../core/time';
import { hintWake } from './arm';
import { AGAIN_MS, commit, isVersion, VersionConflict } from './commit';
import type { Configuration } from './configuration/configuration';
import { FLUSH_FROM, FLUSH_TO, groupPartition, headerKey } from './keys';
import { type Loaded, loadGroup } from './load';
import { LiveView } from './muting/live';
import { incidentOf, type Muted, mutedMembers } from './muting/mutes';
import { mutedWrite } from './muting/record';
import { endSilencesOf } from './muting/until-resolved';
import { withLive } from './muting/with-live';
import type { Ports, Update } from './ports';

/** What a flush found and did; `wanted` names the slots it changed. */
export type FlushReport = {
  readonly outcome: 'nothing' | 'waits' | 'committed' | 'superseded';
  readonly reason: string;
  readonly wanted: readonly string[];
  /** Members that fire and are not told, if anything was due. */
  readonly muted: readonly Muted[];
};

/** A transaction takes a hundred writes: a slot and what it tells for each, the header and the timeline. */
const MAX_WANTS = 48;

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
  const loaded = said ? await withLive(ports.store, configuration, found, said, now) : found;
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
