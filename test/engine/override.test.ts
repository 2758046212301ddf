import { MemoryStore } from '../../adapters/memory/store';
import { HOUR_MS } from '../../core/time';
import { LIVE } from '../../engine/keys';
import {
  addOverride,
  listOverrides,
  OverrideBusy,
  OverrideError,
  type OverrideRequest,
  overrideState,
  overridesIn,
  removeOverride,
} from '../../engine/override';
import type { Store } from '../../engine/ports';
import { addSilence } from '../../engine/silence';
import { is, request as silenceRequest } from './muting/support';

const NOW = Date.parse('2026-01-05T09:00:00Z');

const bench = (store: Store = new MemoryStore()) => {
  const clock = { at: NOW, now: () => clock.at };
  return { store, clock, queue: { send: async () => {} } };
};
const request = (change: Partial<OverrideRequest> = {}): OverrideRequest => ({
  commandId: 'c1',
  schedule: 'primary',
  from: NOW + HOUR_MS,
  to: NOW + 2 * HOUR_MS,
  person: 'carol',
  replaces: 'bob',
  createdBy: 'erin',
  comment: 'dentist',
  source: 'cli',
  ...change,
});
const live = async (store: Store) => overridesIn(await store.query(LIVE, 'A', 'Z'));

test('an override is there for schedules to heed, with who made it', async () => {
  // Prepare
  const ports = bench();

  // Act
  const { override, isNew } = await addOverride(ports, request());

  // Assess
  expect(isNew).toBe(true);
  expect(override).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{10}$/), createdAt: NOW, createdBy: 'erin' });
  expect(await live(ports.store)).toEqual([override]);
  expect(await listOverrides(ports)).toEqual([override]);
});

test('without a beginning it begins now', async () => {
  const { override } = await addOverride(bench(), request({ from: null }));

  expect(override.from).toBe(NOW);
});

test('the same command twice makes one override', async () => {
  const ports = bench();
  const first = await addOverride(ports, request());
  ports.clock.at += 1_000;

  const again = await addOverride(ports, request());

  expect(again).toEqual({ override: first.override, isNew: false });
  expect(await listOverrides(ports)).toHaveLength(1);
});

test('one that concerns the same people at the same time is refused, and says which stands in the way', async () => {
  const ports = bench();
  const { override } = await addOverride(ports, request());

  const refused = addOverride(ports, request({ commandId: 'c2', person: 'dan' }));

  await expect(refused).rejects.toThrow(
    new OverrideError(
      `conflicts with ${override.id} (carol for bob, 2026-01-05T10:00:00.000Z to 2026-01-05T11:00:00.000Z): remove that first, or choose other times`,
    ),
  );
  expect(await listOverrides(ports)).toHaveLength(1);
});

test('two that conflict and are asked for at once: one is made, one refused', async () => {
  const ports = bench();

  const settled = await Promise.allSettled([
    addOverride(ports, request({ commandId: 'c1', person: 'carol' })),
    addOverride(ports, request({ commandId: 'c2', person: 'dan' })),
  ]);

  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await live(ports.store)).toHaveLength(1);
});

test('what others change meanwhile does not keep it from being made', async () => {
  // Prepare: somebody silences something between reading and writing, once.
  const store = new MemoryStore();
  const ports = bench(store);
  let interruptions = 0;
  const interrupted: Store = {
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    update: (key, change, condition) => store.update(key, change, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    transact: async (writes) => {
      interruptions += 1;
      if (interruptions === 1)
        await addSilence(ports, silenceRequest([is('alertname', 'A')], { endsAt: NOW + HOUR_MS }));
      return store.transact(writes);
    },
  };

  // Act
  const { isNew } = await addOverride({ ...ports, store: interrupted }, request());

  // Assess
  expect(isNew).toBe(true);
  expect(interruptions).toBe(2);
});

test('one who never gets through is told so', async () => {
  const store = new MemoryStore();
  const ports = bench({
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    update: (key, change, condition) => store.update(key, change, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    transact: async () => false,
  });

  await expect(addOverride(ports, request())).rejects.toThrow(OverrideBusy);
});

test.each([
  [{ person: null, replaces: null }, 'name a person, whom it replaces, or both'],
  [{ person: 'bob' }, 'bob cannot replace themselves'],
  [{ to: NOW + HOUR_MS }, 'ends before it begins'],
  [{ from: NOW - 2 * HOUR_MS, to: NOW }, 'lies in the past'],
])('%j is refused: %s', async (change, message) => {
  const ports = bench();

  await expect(addOverride(ports, request(change))).rejects.toThrow(new OverrideError(message));
  expect(await listOverrides(ports)).toEqual([]);
});

describe('taken back', () => {
  test('before it begins it is as if it had never been, and makes room', async () => {
    const ports = bench();
    const { override } = await addOverride(ports, request());

    const removed = await removeOverride(ports, override.id, 'frank');

    expect(removed).toMatchObject({ wasOver: false, override: { removedBy: 'frank', removedAt: NOW } });
    expect(await live(ports.store)).toEqual([]);
    expect((await addOverride(ports, request({ commandId: 'c2' }))).isNew).toBe(true);
  });

  test('while it holds it ends now: what was, was', async () => {
    const ports = bench();
    const { override } = await addOverride(ports, request());
    ports.clock.at = override.from + 60_000;

    await removeOverride(ports, override.id, 'frank');

    expect(await live(ports.store)).toEqual([
      expect.objectContaining({ from: override.from, to: override.from + 60_000 }),
    ]);
  });

  test('twice, it stays as it was', async () => {
    const ports = bench();
    const { override } = await addOverride(ports, request());
    await removeOverride(ports, override.id, 'frank');
    ports.clock.at += 60_000;

    const again = await removeOverride(ports, override.id, 'grace');

    expect(again).toMatchObject({ wasOver: true, override: { removedBy: 'frank', removedAt: NOW } });
  });

  test('one that is over stays as it was', async () => {
    const ports = bench();
    const { override } = await addOverride(ports, request());
    ports.clock.at = override.to;

    expect(await removeOverride(ports, override.id, 'frank')).toEqual({ override, wasOver: true });
  });

  test('one that never was is none', async () => {
    expect(await removeOverride(bench(), 'nothing', 'frank')).toBeNull();
  });
});

test('each change is seen: the version of what is live rises', async () => {
  const ports = bench();
  const version = async () => (await ports.store.get({ pk: LIVE, sk: 'V' }))?.version;

  const { override } = await addOverride(ports, request());
  const made = await version();
  await removeOverride(ports, override.id, 'frank');

  expect([made, await version()]).toEqual([1, 2]);
});

test('an override is pending, active, over', async () => {
  const ports = bench();
  const { override } = await addOverride(ports, request());

  const states = [override.from - 1, override.from, override.to].map((at) => overrideState(override, at));

  expect(states).toEqual(['pending', 'active', 'over']);
});
