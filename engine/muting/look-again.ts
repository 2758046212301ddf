import { isFiring } from '../../core/alert/alert';
import { tickFrom } from '../../core/incident/group';
import { allOf } from '../../core/routing/matcher';
import type { Silence } from '../../core/silence/silence';
import { hintWake } from '../arm';
import { waitingGroups } from '../incidents';
import { FLUSH_FROM, FLUSH_TO, groupPartition, headerKey } from '../keys';
import type { Item, Ports } from '../ports';
import { readHeader, readMember } from '../stored';

type LookPorts = Pick<Ports, 'store' | 'queue' | 'clock'>;

/** States that pass each other between a look and a write are few. */
const MAX_TRIES = 4;
/** Groups looked at together. */
const AT_ONCE = 16;

/**
 * Has open groups that a silence concerns look at their next tick, though nothing else happens to them: what is silent
 * should be seen to be. It costs a query for each open group; only a person's word is worth that.
 * @returns how many firing alerts it concerns
 */
export async function lookAgain(ports: LookPorts, silence: Silence): Promise<number> {
  const groups = await waitingGroups(ports);
  const concerned = new Set<string>();
  for (let at = 0; at < groups.length; at += AT_ONCE) {
    const found = await Promise.all(groups.slice(at, at + AT_ONCE).map((group) => lookAt(ports, group, silence)));
    for (const fingerprint of found.flat()) concerned.add(fingerprint);
  }
  return concerned.size;
}

async function lookAt(ports: LookPorts, group: string, { matchers, incident }: Silence): Promise<readonly string[]> {
  const now = ports.clock.now();
  const items = await ports.store.query(groupPartition(group), FLUSH_FROM, FLUSH_TO);
  const header = items.find(({ sk }) => sk === 'H');
  if (!header || (incident !== null && incident !== incidentIn(group, header))) return [];
  const holds = allOf(matchers);
  const members = items.filter(({ sk }) => sk.startsWith('M#')).map(readMember);
  const concerned = members.filter((member) => isFiring(member, now) && holds(member.labels));
  if (concerned.length > 0) await lookAtNextTick(ports, group, header);
  return concerned.map(({ fingerprint }) => fingerprint);
}

function incidentIn(group: string, header: Item): string {
  const { state, episode } = readHeader(header);
  return `${group}-${state === 'idle' ? episode + 1 : episode}`;
}

async function lookAtNextTick({ store, queue, clock }: LookPorts, group: string, found: Item): Promise<void> {
  let item: Item | null = found;
  for (let tries = 1; item && tries <= MAX_TRIES; tries += 1) {
    const { state, tickAt, wakeAt, timing } = readHeader(item);
    // A group that is about to open looks anyway.
    if (state === 'idle' || tickAt == null) return;
    const now = clock.now();
    const next = tickFrom(tickAt, timing.groupIntervalMs, now);
    if (wakeAt != null && wakeAt <= next) return;
    const written = await store.update(headerKey(group), { set: { wakeAt: next }, add: { gen: 1 } }, [
      [['state', '=', state], ['tickAt', '=', tickAt], wakeAt == null ? ['wakeAt', 'absent'] : ['wakeAt', '=', wakeAt]],
    ]);
    if (written.ok) return hintWake({ queue }, group, next, now);
    item = written.existing;
  }
}
