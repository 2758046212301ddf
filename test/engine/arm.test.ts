import { arm, rouse } from '../../engine/arm';
import { headerKey } from '../../engine/keys';
import { type Store, StoreError } from '../../engine/ports';
import { alert, Bench, destination, interrupted, START, TEAM, TIMING } from './support';

const { group } = destination(TEAM);
const SOON = START + TIMING.groupWaitMs;

const armAt = (bench: Bench, openAt: number, store?: Store) => arm(bench.ports(store), destination(TEAM), openAt);

test('the first alert of a group makes its header, due when it opens', async () => {
  // Prepare
  const bench = new Bench();

  // Act
  const armed = await armAt(bench, SOON);

  // Assess
  expect(armed).toEqual({ wakeAt: SOON, hint: true });
  expect(await bench.header()).toMatchObject({
    gen: 1,
    version: 0,
    state: 'idle',
    openAt: SOON,
    wakeAt: SOON,
    receiver: 'team',
    groupKey: '{}:{}',
    timing: TIMING,
  });
});

test('further alerts, and the same one again, raise gen and let it open when it was to open', async () => {
  // Prepare
  const bench = new Bench();
  await armAt(bench, SOON);

  // Act
  const earlier = await armAt(bench, START);
  const later = await armAt(bench, SOON + 1);

  // Assess
  expect([earlier, later]).toEqual(Array(2).fill({ wakeAt: SOON, hint: false }));
  expect(await bench.header()).toMatchObject({ gen: 3, openAt: SOON, wakeAt: SOON });
});

test('an open group is looked at when it flushes next, and one hint is enough', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();
  const opened = bench.now;
  bench.now += 1_000;

  // Act
  const first = await armAt(bench, bench.now);
  const second = await armAt(bench, bench.now);

  // Assess
  const wakeAt = opened + TIMING.groupIntervalMs;
  expect(first).toEqual({ wakeAt, hint: true });
  expect(second).toEqual({ wakeAt, hint: false });
  expect(await bench.header()).toMatchObject({ gen: 3, version: 1, state: 'triggered', wakeAt });
});

test('a group that has skipped flushes without news is looked at when the next of them would be', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();
  const opened = bench.now;
  bench.now += 10.5 * TIMING.groupIntervalMs;

  // Act
  const armed = await armAt(bench, bench.now);

  // Assess
  expect(armed).toEqual({ wakeAt: opened + 11 * TIMING.groupIntervalMs, hint: true });
});

test('a wake that is earlier stands', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();
  await rouse(bench.ports(), group);

  // Act
  const armed = await armAt(bench, SOON);

  // Assess
  expect(armed).toEqual({ wakeAt: bench.now, hint: false });
});

test('a group whose episode is over opens anew, and is kept', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();
  await bench.accept(alert('A', { at: bench.now, from: START, to: bench.now }));
  bench.now += TIMING.groupIntervalMs;
  await bench.flush();
  const wasOver = await bench.table.get(headerKey(group));

  // Act
  const armed = await armAt(bench, bench.now + 7);

  // Assess
  expect(armed).toEqual({ wakeAt: bench.now + 7, hint: true });
  expect(await bench.header()).toMatchObject({ state: 'idle', episode: 1, openAt: bench.now + 7 });
  expect(wasOver).toHaveProperty('ttl');
  expect(await bench.table.get(headerKey(group))).not.toHaveProperty('ttl');
});

describe('between the look and the write', () => {
  test('the group opens: it is looked at when it flushes next', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    bench.now = SOON;
    const store = interrupted(bench.table, 'update', 2, () => bench.flush());

    // Act
    const armed = await armAt(bench, SOON, store);

    // Assess
    expect(armed).toEqual({ wakeAt: SOON + TIMING.groupIntervalMs, hint: true });
    expect(await bench.header()).toMatchObject({ gen: 2, state: 'triggered', wakeAt: SOON + TIMING.groupIntervalMs });
  });

  test('the episode ends: the group opens anew', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    await bench.accept(alert('A', { at: bench.now, to: bench.now }));
    bench.now += TIMING.groupIntervalMs;
    const store = interrupted(bench.table, 'update', 2, () => bench.flush());

    // Act
    const armed = await armAt(bench, bench.now + 5, store);

    // Assess
    expect(armed).toEqual({ wakeAt: bench.now + 5, hint: true });
    expect(await bench.header()).toMatchObject({ state: 'idle', openAt: bench.now + 5 });
  });

  test('somebody else lowers the wake: both have raised gen', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    const store = interrupted(bench.table, 'update', 2, () => armAt(bench, bench.now));

    // Act
    const armed = await armAt(bench, bench.now, store);

    // Assess
    expect(armed).toEqual({ wakeAt: SOON + TIMING.groupIntervalMs, hint: false });
    expect(await bench.header()).toMatchObject({ gen: 3 });
  });

  test('it changes every time: arming fails, and the message comes again', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    let wakeAt = START;
    const store: Store = {
      ...interrupted(bench.table, 'update', 0, async () => {}),
      update: async (...change) => {
        wakeAt += 1;
        await bench.table.update(headerKey(group), { set: { wakeAt } });
        return bench.table.update(...change);
      },
    };

    // Act, assess
    await expect(armAt(bench, SOON, store)).rejects.toThrow(StoreError);
    expect(await bench.header()).toMatchObject({ gen: 1 });
  });

  test('the header is gone: arming fails, and the message comes again', async () => {
    // Prepare
    const bench = new Bench();
    const store: Store = {
      ...interrupted(bench.table, 'update', 0, async () => {}),
      update: async () => ({ ok: false, existing: null }),
    };

    // Act, assess
    await expect(armAt(bench, SOON, store)).rejects.toThrow('vanished');
  });
});

describe('rousing', () => {
  test('has a group looked at now', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();

    // Act
    await rouse(bench.ports(), group);

    // Assess
    expect(await bench.header()).toMatchObject({ gen: 2, wakeAt: bench.now });
    expect(bench.sent).toEqual([{ message: { queue: 'wake', group }, dueAt: bench.now }]);
  });

  test('makes no group where there is none', async () => {
    // Prepare
    const bench = new Bench();

    // Act
    await rouse(bench.ports(), group);

    // Assess
    expect(await bench.table.get(headerKey(group))).toBeNull();
    expect(bench.sent).toEqual([]);
  });
});
