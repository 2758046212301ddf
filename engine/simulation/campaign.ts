import { MINUTE_MS } from '../../core/time';
import type { Store, Write } from '../ports';
import { generateHistory, plain, sentTo } from './history';
import { violationsIn } from './invariants';
import type { Received, Violation } from './invariants/invariant';
import { World } from './world';

/** After the faults stop, everything must have come right within this time. */
const QUIET_MS = 25 * MINUTE_MS;

export type Played = { readonly violations: readonly Violation[]; readonly trace: readonly string[] };

export type PlayOptions = {
  /** Takes a mechanism away, to see that the checks notice. */
  readonly wrapStore?: (store: Store) => Store;
  /** Writes down every call. */
  readonly traced?: boolean;
};

/** Plays the world of one seed to its end and says which promises were broken. */
export async function play(seed: number, { wrapStore, traced = false }: PlayOptions = {}): Promise<Played> {
  const history = generateHistory(seed);
  const received: Received[] = [];
  const commits = new Map<string, number>();
  const world = new World({
    ...history,
    channels: [plain],
    traced,
    wrapStore: (store) => counting(wrapStore?.(store) ?? store, commits),
    answer: (request, now) =>
      now < history.faultsUntil && history.down.has(sentTo(request as { url: string }).to)
        ? { status: 500, headers: {}, body: '' }
        : { status: 200, headers: {}, body: '' },
    received: (request, at) => received.push({ at, request }),
  });
  for (const { at, body } of history.reports) world.at(at, () => world.accept(body));
  const end = Math.max(history.faultsUntil, ...history.reports.map(({ at }) => at)) + QUIET_MS;
  await world.run(end);
  const violations = violationsIn({
    history,
    items: [...world.table.items()],
    received,
    commits,
    errors: world.errors,
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
