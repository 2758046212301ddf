import { heldBy } from '../../../engine/keys';
import type { Store, Update } from '../../../engine/ports';
import { type Faults, NO_FAULTS } from '../../../engine/simulation/faults';
import { Random } from '../../../engine/simulation/random';
import { playStorm, type StormOptions } from '../../../engine/simulation/storm';

const WORLDS = 16;

/** Every kind of fault, or only what queues do. */
function faultsOf(seed: number): Faults {
  const random = new Random(seed);
  const chance = (most: number): number => most * random.next();
  const queues = { ...NO_FAULTS, lost: chance(0.3), doubled: chance(0.5), delayed: chance(0.2), stale: chance(0.3) };
  if (seed % 2 === 0) return queues;
  return {
    ...queues,
    crash: chance(0.05),
    throttle: chance(0.1),
    appliedButFailed: chance(0.1),
    late: chance(0.4),
    refused: chance(0.3),
    silent: chance(0.2),
  };
}

async function broken(options: (seed: number) => StormOptions, worlds = WORLDS): Promise<readonly string[]> {
  const found: string[] = [];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { violations } = await playStorm(seed, options(seed));
    found.push(...violations.map(({ invariant, what }) => `seed ${seed}: invariant ${invariant}: ${what}`));
  }
  return found;
}

const REFUSES = { status: 503, retryAfterMs: null };
const ASKS = { status: 503, retryAfterMs: 60_000 };
const FAILING = [REFUSES, ASKS, 'timeout'] as const;

test('in a storm every page is told, or counted by a digest, whatever goes wrong', async () => {
  expect(
    await broken((seed) => ({ faults: faultsOf(seed), failing: FAILING[seed % FAILING.length] ?? REFUSES })),
  ).toEqual([]);
}, 120_000);

test('a storm that nothing disturbs is withheld from the eleventh page on', async () => {
  const { withheld, violations } = await playStorm(1);
  expect(violations).toEqual([]);
  expect(withheld).toBeGreaterThan(10);
});

test.each([
  ['refuses', REFUSES],
  ['asks for a pause', ASKS],
  ['says nothing', 'timeout' as const],
])(
  'who stands beside a provider that %s hears the same',
  async (_, failing) => {
    for (let seed = 1; seed <= 2; seed += 1) {
      const [well, ill] = await Promise.all([playStorm(seed), playStorm(seed, { failing })]);
      expect(ill.heardByOther).toEqual(well.heardByOther);
    }
  },
  60_000,
);

/** A store in which the updates of holds are changed first. */
const changing =
  (change: (update: Update) => Update) =>
  (store: Store): Store => ({
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    update: (key, update, condition) => store.update(key, heldBy(key.pk) === null ? update : change(update), condition),
    transact: (writes) =>
      store.transact(
        writes.map((write) =>
          write.type === 'update' && heldBy(write.key.pk) !== null ? { ...write, update: change(write.update) } : write,
        ),
      ),
  });

const without = (update: Update, names: RegExp): Update => {
  const kept = (record: Readonly<Record<string, never>> | undefined) =>
    Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => !names.test(name)));
  const { set, add } = update as { set?: Record<string, never>; add?: Record<string, never> };
  return { ...update, set: { ttl: 1, ...kept(set) }, add: kept(add) };
};

test.each<[string, RegExp]>([
  ['tickets', /^(at|by)\d$/],
  ['counts', /^withheld_/],
])('without its %s the promise is broken', async (_, names) => {
  const wrapStore = changing((update) => without(update, names));
  expect((await broken(() => ({ wrapStore }), 2)).join()).toContain('invariant 13');
});
