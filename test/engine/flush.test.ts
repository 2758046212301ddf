import type { Notification } from '../../core/notification/notification';
import { MINUTE_MS, SECOND_MS } from '../../core/time';
import { VersionConflict } from '../../engine/commit';
import { flush } from '../../engine/flush';
import { headerKey } from '../../engine/keys';
import { type Store, StoreError, type Write } from '../../engine/ports';
import { alert, Bench, chatTo, configured, interrupted, routeTo, START, TIMING } from './support';

const OPENS = START + TIMING.groupWaitMs;
const TICK = OPENS + TIMING.groupIntervalMs;

/** Remembers what is committed in one transaction, and whether it was. */
function recording(store: Store): { store: Store; transactions: { writes: readonly Write[]; done: boolean }[] } {
  const transactions: { writes: readonly Write[]; done: boolean }[] = [];
  const transact = async (writes: readonly Write[]): Promise<boolean> => {
    const done = await store.transact(writes);
    transactions.push({ writes, done });
    return done;
  };
  return { store: { ...interrupted(store, 'get', 0, async () => {}), transact }, transactions };
}

const payloadOf = async (bench: Bench, slot = 'a'): Promise<Notification> =>
  JSON.parse((await bench.slot(slot)).payload ?? 'null') as Notification;

describe('a flush that is due', () => {
  test('commits header, slots, what they tell and the timeline in one transaction', async () => {
    // Prepare
    const bench = new Bench(configured(routeTo('team'), { team: [chatTo('a'), chatTo('b')] }));
    await bench.accept(alert('A'));
    bench.sent.length = 0;
    bench.now = OPENS;
    const { store, transactions } = recording(bench.table);

    // Act
    const report = await bench.flush(store);

    // Assess
    const { group } = bench;
    expect(report).toEqual({ outcome: 'committed', reason: 'opened', wanted: ['a', 'b'], muted: [] });
    const kinds = transactions.map(({ writes, done }) => [
      done,
      writes.map((write) => (write.type === 'put' ? write.item.sk : write.key.sk).replace(/0+1/, '1')).sort(),
    ]);
    // Both are told the same: it is kept once.
    expect(kinds).toEqual([[true, ['E#1', 'H', 'L#1-0', 'S#a', 'S#b']]]);
    expect(bench.sent).toEqual(
      ['a', 'b'].map((slot) => ({ message: { queue: 'deliver', group, slot }, dueAt: OPENS })),
    );
  });

  test('says what there is to tell, and until when to try', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    bench.now = OPENS;

    // Act
    await bench.flush();

    // Assess
    expect(await bench.slot()).toMatchObject({
      pending: true,
      wantedRev: 1,
      attempts: 0,
      wakeAt: OPENS,
      giveUpAt: TICK,
      receiver: 'team',
    });
    expect(await payloadOf(bench)).toMatchObject({
      kind: 'firing',
      status: 'firing',
      reason: 'first notification',
      incident: `${bench.group}-1`,
      openedAt: OPENS,
      at: OPENS,
      firing: 1,
      resolved: 0,
      truncatedAlerts: 0,
      alerts: [{ status: 'firing', startsAt: START, endsAt: null, labels: { alertname: 'A' } }],
    });
    expect(await bench.header()).toMatchObject({ version: 1, state: 'triggered', episode: 1, tickAt: TICK });
  });

  test('with a short group_interval still tries for ten seconds', async () => {
    // Prepare
    const route = routeTo('team', { timing: { ...TIMING, groupIntervalMs: SECOND_MS } });
    const bench = new Bench(configured(route, { team: [chatTo('a')] }));

    // Act
    await bench.opened();

    // Assess
    expect(await bench.slot()).toMatchObject({ giveUpAt: OPENS + 10 * SECOND_MS });
  });

  test('with an end names the episode that is over', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    await bench.notify();
    await bench.accept(alert('A', { at: START + MINUTE_MS, to: START + MINUTE_MS }));
    bench.now = TICK;

    // Act
    await bench.flush();

    // Assess
    expect(await payloadOf(bench)).toMatchObject({
      kind: 'resolved',
      status: 'resolved',
      incident: `${bench.group}-1`,
      openedAt: OPENS,
      alerts: [{ status: 'resolved', startsAt: START, endsAt: START + MINUTE_MS }],
    });
    expect(await bench.header()).toMatchObject({ version: 2, state: 'idle', closedAt: TICK });
  });
});

describe('a flush that is not due', () => {
  test('waits, and writes nothing', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    const before = bench.items('');
    bench.now = OPENS - 1;

    // Act
    const report = await bench.flush();

    // Assess
    expect(report).toEqual({ outcome: 'waits', reason: 'not due', wanted: [], muted: [] });
    expect(bench.items('')).toEqual(before);
  });

  test('of no group is nothing', async () => {
    expect(await new Bench().flush()).toEqual({ outcome: 'nothing', reason: 'no such group', wanted: [], muted: [] });
  });

  test('of a group that was roused sets its wake back, and hints if that is soon', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    bench.now = TICK - 80 * SECOND_MS;
    await bench.table.update(headerKey(bench.group), { set: { wakeAt: bench.now } });

    // Act
    const report = await bench.flush();

    // Assess
    expect(report).toMatchObject({ outcome: 'waits', reason: 'group_interval' });
    expect(await bench.header()).toMatchObject({ wakeAt: TICK, version: 1 });
    expect(bench.sent).toEqual([{ message: { queue: 'wake', group: bench.group }, dueAt: TICK }]);
  });

  test('leaves a later wake to the sweep', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    await bench.table.update(headerKey(bench.group), { set: { wakeAt: bench.now } });

    // Act
    await bench.flush();

    // Assess
    expect(await bench.header()).toMatchObject({ wakeAt: TICK });
    expect(bench.sent).toEqual([]);
  });

  test('does not set the wake back for what it has not seen', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    await bench.table.update(headerKey(bench.group), { set: { wakeAt: bench.now } });
    const arming = () => bench.accept(alert('B', { at: bench.now }));

    // Act, assess
    await expect(bench.flush(interrupted(bench.table, 'update', 1, arming))).rejects.toThrow(VersionConflict);
    expect(await bench.header()).toMatchObject({ wakeAt: bench.now });
  });
});

describe('while it decides', () => {
  test('an alert comes in: the decision stands, and it looks again in a second', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    bench.now = OPENS;
    const { store, transactions } = recording(bench.table);
    const arming = () => bench.accept(alert('B'));

    // Act
    const report = await bench.flush(interrupted(store, 'transact', 1, arming));

    // Assess
    expect(report.outcome).toBe('committed');
    expect(transactions.map(({ done }) => done)).toEqual([false, true]);
    expect((await payloadOf(bench)).alerts.map(({ labels }) => labels.alertname)).toEqual(['A']);
    expect(await bench.header()).toMatchObject({ version: 1, wakeAt: OPENS + SECOND_MS, tickAt: TICK });
    expect(bench.sent).toContainEqual({ message: { queue: 'wake', group: bench.group }, dueAt: OPENS + SECOND_MS });
  });

  test('and what came in is told at the next flush of the group, not a second later', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    bench.now = OPENS;
    await bench.flush(interrupted(bench.table, 'transact', 1, () => bench.accept(alert('B'))));

    // Act
    await bench.run(TICK);

    // Assess
    const told = bench.asked.map(({ notification: { at, alerts } }) => [at, alerts.length]);
    expect(told).toEqual([
      [OPENS, 1],
      [TICK, 2],
    ]);
  });

  test('another flush commits: this one starts over', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    bench.now = OPENS;
    const other = interrupted(bench.table, 'transact', 1, () => bench.flush());

    // Act, assess
    await expect(bench.flush(other)).rejects.toThrow(VersionConflict);
    expect(await bench.header()).toMatchObject({ version: 1 });
    expect(bench.items('E#')).toHaveLength(1);
  });

  test('a slot changes: this one starts over', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    await bench.accept(alert('B', { at: bench.now }));
    bench.now = TICK;
    const delivering = () => bench.notify();

    // Act, assess
    await expect(bench.flush(interrupted(bench.table, 'transact', 1, delivering))).rejects.toThrow(VersionConflict);
    expect(await bench.header()).toMatchObject({ version: 1 });
  });
});

describe('a configuration that has changed', () => {
  test('without the receiver tells nobody, and does not fail', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    const { group } = bench;
    bench.now = OPENS;

    // Act
    const report = await flush(bench.ports(), configured(routeTo('other'), { other: [] }), group);

    // Assess
    expect(report).toEqual({ outcome: 'committed', reason: 'opened', wanted: [], muted: [] });
    expect(bench.items('S#')).toEqual([]);
  });

  test('with one more destination tells it what still fires, and the others nothing twice', async () => {
    // Prepare
    const bench = new Bench();
    await bench.opened();
    await bench.notify();
    await bench.accept(alert('A', { at: START }));
    bench.configuration = configured(routeTo('team'), { team: [chatTo('a'), chatTo('b')] });

    // Act
    await bench.run(TICK);

    // Assess
    expect(bench.asked.map(({ notification: { at, status } }) => [at, status])).toEqual([
      [OPENS, 'firing'],
      [TICK, 'firing'],
    ]);
    expect(await bench.slot('b')).toMatchObject({ doneRev: 2 });
  });
});

describe('ten thousand alerts in one group', () => {
  const MANY = 10_000;
  const words = 'It is over its limit, and has been for a while. '.repeat(5);

  async function storm(integrations: number): Promise<Bench> {
    const slots = Array.from({ length: integrations }, (_, index) => chatTo(`c${index}`));
    const bench = new Bench(configured(routeTo('team'), { team: slots }));
    for (let index = 0; index < MANY; index += 1) {
      await bench.accept({ ...alert(`alarm-${index}`), annotations: { summary: words } });
    }
    bench.now = OPENS;
    return bench;
  }

  test('fit into the store; the message is cut and counts what it leaves out', async () => {
    // Prepare
    const bench = await storm(1);

    // Act
    await bench.flush();

    // Assess
    const { payload = '' } = await bench.slot('c0');
    const { alerts, truncatedAlerts, firing } = JSON.parse(payload) as Notification;
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(200 * 1_024);
    expect(alerts.length).toBeGreaterThan(100);
    expect(alerts.length + truncatedAlerts).toBe(MANY);
    expect(firing).toBe(MANY);
  });

  test('are remembered one by one: their end is told, and nothing twice', async () => {
    // Prepare
    const bench = await storm(1);
    await bench.flush();
    await bench.notify('c0');

    // Act
    bench.now = TICK;
    const again = await bench.flush();
    for (let index = 0; index < MANY; index += 1) {
      await bench.accept(alert(`alarm-${index}`, { at: TICK, to: TICK }));
    }
    bench.now = TICK + TIMING.groupIntervalMs;
    const over = await bench.flush();

    // Assess
    expect(again).toMatchObject({ wanted: [], muted: [] });
    expect(over).toMatchObject({ reason: 'all alerts resolved', wanted: ['c0'] });
    expect(await payloadOf(bench, 'c0')).toMatchObject({ firing: 0, resolved: MANY });
  });

  test('fit into one transaction for thirty destinations', async () => {
    // Prepare
    const bench = await storm(30);

    // Act
    const { wanted } = await bench.flush();

    // Assess
    expect(wanted).toHaveLength(30);
  });
});

test('a hundred and twenty destinations are all told, though one transaction does not hold them', async () => {
  // Prepare
  const everybody = Array.from({ length: 120 }, (_, index) => chatTo(`c${index}`));
  const bench = new Bench(configured(routeTo('team'), { team: everybody }));
  await bench.accept(alert('A'));
  await bench.run(OPENS + 3 * SECOND_MS);
  const began = bench.asked.splice(0);

  // Act
  await bench.accept(alert('A', { at: bench.now, to: bench.now }));
  await bench.run(TICK + 5 * SECOND_MS);

  // Assess
  const over = bench.asked;
  expect(began.map(({ notification }) => notification.kind)).toEqual(Array(120).fill('firing'));
  expect(over.map(({ notification }) => notification.kind)).toEqual(Array(120).fill('resolved'));
  expect(await bench.header()).toMatchObject({ episode: 1, state: 'idle' });
});

test('what nothing speaks of any more is cleared away', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();

  // Act
  for (let round = 1; round <= 6; round += 1) {
    await bench.notify();
    await bench.accept(alert(`B${round}`, { at: bench.now }));
    bench.now += TIMING.groupIntervalMs;
    await bench.flush();
  }

  // Assess
  expect(await bench.header()).toMatchObject({ version: 7 });
  expect(bench.items('L#').length).toBeLessThanOrEqual(3);
});

test('a store that does not answer is the queue’s to try again', async () => {
  // Prepare
  const bench = new Bench();
  await bench.accept(alert('A'));
  bench.now = OPENS;
  const failing = interrupted(bench.table, 'transact', 1, () => Promise.reject(new StoreError('throttled')));

  // Act, assess
  await expect(bench.flush(failing)).rejects.toThrow(StoreError);
  expect(await bench.flush()).toMatchObject({ outcome: 'committed' });
});
