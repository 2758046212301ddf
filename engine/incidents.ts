import { isFiring } from '../core/alert/alert';
import type { Group } from '../core/incident/group';
import { compileMatcher, type Matcher } from '../core/routing/matcher';
import type { EpochMs } from '../core/time';
import type { Configuration } from './configuration/configuration';
import { FLUSH_FROM, FLUSH_TO, groupOf, groupPartition, SHARDS } from './keys';
import { loadGroup } from './load';
import type { Ports } from './ports';

/** Groups per shard and look; an open group always waits for something. */
const LIMIT = 10_000;

/** Every group that waits for something, open or about to open, in a fixed order. */
export async function waitingGroups({ store }: Pick<Ports, 'store'>): Promise<readonly string[]> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => store.due(shard, Number.MAX_SAFE_INTEGER, LIMIT));
  const due = (await Promise.all(shards)).flat();
  return [...new Set(due.flatMap(({ pk }) => groupOf(pk) ?? []))].sort();
}

/** Every episode that is open now. */
export async function openIncidents(
  ports: Pick<Ports, 'store'>,
  configuration: Configuration,
): Promise<readonly Group[]> {
  const open: Group[] = [];
  for (const id of await waitingGroups(ports)) {
    const items = await ports.store.query(groupPartition(id), FLUSH_FROM, FLUSH_TO);
    const loaded = loadGroup(items, configuration, id);
    if (loaded && loaded.group.header.state !== 'idle') open.push(loaded.group);
  }
  return open;
}

/** Do all of the matchers hold for one of the alerts that fire in it? Without matchers: always. */
export function isAbout({ members }: Group, matchers: readonly Matcher[], now: EpochMs): boolean {
  if (matchers.length === 0) return true;
  const conditions = matchers.map(compileMatcher);
  return members.some((member) => isFiring(member, now) && conditions.every((holds) => holds(member.labels)));
}
