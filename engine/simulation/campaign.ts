import type { Notification } from '../../core/notification/notification';
import { MINUTE_MS } from '../../core/time';
import type { Store, Write } from '../ports';
import { isCalm } from './faults';
import { violationsIn } from './invariants';
import { undisturbed } from './invariants/10-undisturbed';
import type { ClaimSeen, Snapshot, Violation } from './invariants/invariant';
import { generatePlan, type Plan, START } from './plan';
import { World } from './world';

/** After the faults stop, everything must have come right within this time. */
const QUIET_MS = 25 * MINUTE_MS;

export type PlayOptions = {
  /** Takes a mechanism away, to see that the checks notice. */
  readonly wrapStore?: (store: Store) => Store;
  /** Writes down every call. */
  readonly traced?: boolean;
};

export type Played = { readonly violations: readonly Violation[]; readonly trace: readonly string[] };

/** Plays the world of one seed to its end and says which promises were broken. */
export async function play(seed: number, options: PlayOptions = {}): Promise<Played> {
  const plan = generatePlan(seed);
  const played = await playPlan(plan, options);
  if (!isCalm(plan.faults) || options.wrapStore) return played;
  return { ...played, violations: [...played.violations, ...(await undisturbed(plan))] };
}

/** Plays a world that was planned, or written by hand. */
export async function playPlan(plan: Plan, { wrapStore, traced = false }: PlayOptions = {}): Promise<Played> {
  const commits = new Map<string, number>();
  const claims: ClaimSeen[] = [];
  const faultsUntil = START + plan.faultsUntil;
  const world = new World({
    ...plan,
    start: START,
    faultsUntil,
    traced,
    wrapStore: (store) => watching(counting(wrapStore?.(store) ?? store, commits), claims),
  });
  world.schedule(plan.events);
  const quietFrom = Math.max(faultsUntil, ...plan.events.map(({ at }) => START + at));
  const end = quietFrom + QUIET_MS;
  const quiet: Snapshot[] = [];
  for (let at = faultsUntil; at < end; at += MINUTE_MS) {
    await world.run(at);
    quiet.push({ at, items: [...world.table.items()] });
  }
  await world.run(end);
  const violations = violationsIn({
    plan,
    start: START,
    configuration: world.configuration,
    deployed: world.deployed,
    items: [...world.table.items()],
    quiet,
    asked: world.asked,
    commits,
    claims,
    errors: world.errors,
    raised: world.raised,
    now: end,
  });
  return { violations, trace: world.trace };
}

/** Counts the transactions that gave a group a new version. */
function counting(store: Store, commits: Map<string, number>): Store {
  const isCommit = (write: Write): boolean => write.type === 'update' && typeof write.update.set?.version === 'number';
  return {
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    update: (key, update, condition) => store.update(key, update, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    transact: async (writes) => {
      const done = await store.transact(writes);
      const commit = writes.find(isCommit);
      if (done && commit?.type === 'update') commits.set(commit.key.pk, (commits.get(commit.key.pk) ?? 0) + 1);
      return done;
    },
  };
}

/** Writes down how the incident stood at each claim. */
function watching(store: Store, claims: ClaimSeen[]): Store {
  return {
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    transact: (writes) => store.transact(writes),
    update: async (key, update, condition) => {
      const written = await store.update(key, update, condition);
      if (!written.ok || update.copy?.claimedRev === undefined) return written;
      const header = await store.get({ pk: key.pk, sk: 'H' });
      const payload = JSON.parse(String(written.item.payload ?? '{}')) as Partial<Notification>;
      const isPage = payload.paged?.step != null && payload.kind !== 'resolved';
      claims.push({ ...key, isPage, state: String(header?.state) });
      return written;
    },
  };
}
