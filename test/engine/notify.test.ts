import type { Channel, HttpRequest } from '../../channels/channel';
import { hash } from '../../core/hash';
import { MINUTE_MS, SECOND_MS } from '../../core/time';
import { backoffMs } from '../../engine/backoff';
import { headerKey, slotKey } from '../../engine/keys';
import { notify } from '../../engine/notify';
import type { Write } from '../../engine/ports';
import { LEASE_MS } from '../../engine/slot';
import { alert, answer, Bench, chat, chatTo, configured, routeTo, START, TIMING } from './support';

const OPENS = START + TIMING.groupWaitMs;
const TICK = OPENS + TIMING.groupIntervalMs;

/** An alert fires, and its destination is about to be told. */
async function firing(): Promise<Bench> {
  const bench = new Bench();
  await bench.opened();
  return bench;
}

/** One more alert, and the group's next flush wants a newer revision. */
async function wantMore(bench: Bench, name = 'B'): Promise<void> {
  await bench.accept(alert(name, { at: bench.now }));
  bench.now = (await bench.header()).tickAt ?? 0;
  await bench.flush();
  bench.sent.length = 0;
}

async function end(bench: Bench, name = 'A'): Promise<void> {
  await bench.accept(alert(name, { at: bench.now, to: bench.now }));
  bench.now = (await bench.header()).tickAt ?? 0;
  await bench.flush();
  bench.sent.length = 0;
}

/** A promise that is settled from outside. */
function later<Value>(): { promise: Promise<Value>; settle: (value: Value) => void } {
  let settle: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

const deliverAt = (bench: Bench, dueAt: number) => ({
  message: { queue: 'deliver', group: bench.group, slot: 'a' },
  dueAt,
});

describe('a slot that is due', () => {
  test('is sent, and done', async () => {
    // Prepare
    const bench = await firing();

    // Act
    const report = await bench.notify();

    // Assess
    expect(report).toEqual({ outcome: 'delivered', reason: 'first notification', channel: 'chat', attempt: 1 });
    expect(bench.asked).toHaveLength(1);
    expect(bench.asked[0]).toMatchObject({ key: hash(64, bench.group, 'a'), ref: null });
    const slot = await bench.slot();
    expect(slot).toMatchObject({ doneRev: 1, doneTold: slot.wantedTold, doneAt: bench.now });
    for (const gone of ['pending', 'payload', 'wakeAt', 'lease', 'leaseUntil', 'claimedTold', 'expired', 'unknown']) {
      expect(slot).not.toHaveProperty(gone);
    }
  });

  test('is sent once, however often it is hinted at', async () => {
    // Prepare
    const bench = await firing();
    await bench.notify();

    // Act
    const report = await bench.notify();

    // Assess
    expect(report.outcome).toBe('nothing');
    expect(bench.asked).toHaveLength(1);
  });

  test('is not sent by two at once', async () => {
    // Prepare
    const bench = await firing();
    const slow = later<ReturnType<typeof answer>>();
    bench.answers.push(slow.promise);
    const first = bench.notify();
    await new Promise(setImmediate);

    // Act
    const second = await bench.notify();
    slow.settle(answer(200));

    // Assess
    expect(second.outcome).toBe('nothing');
    expect(await first).toMatchObject({ outcome: 'delivered' });
    expect(bench.asked).toHaveLength(1);
  });

  test('too early is not sent', async () => {
    // Prepare
    const bench = await firing();
    bench.now -= 1;

    // Act, assess
    expect(await bench.notify()).toMatchObject({ outcome: 'nothing' });
  });

  test('that nobody knows is nothing', async () => {
    expect(await new Bench().notify()).toMatchObject({ outcome: 'nothing' });
  });
});

describe('a sender that dies', () => {
  test('is followed by another one when its lease has ended, not before', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(new Promise(() => {}));
    void bench.notify();
    await new Promise(setImmediate);
    const { wakeAt } = await bench.slot();

    // Act
    bench.now += LEASE_MS - 1;
    const early = await bench.notify();
    bench.now += 1;
    const inTime = await bench.notify();

    // Assess
    expect(wakeAt).toBe(OPENS + LEASE_MS); // for the sweep
    expect(early.outcome).toBe('nothing');
    expect(inTime).toMatchObject({ outcome: 'delivered', attempt: 2 });
  });

  test('may have been heard: if it is over then, the end is told', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(new Promise(() => {}));
    void bench.notify();
    await new Promise(setImmediate);

    // Act
    await end(bench);
    await bench.notify();

    // Assess
    expect(bench.asked.map(({ notification }) => notification.kind)).toEqual(['firing', 'resolved']);
  });

  test('and comes back late marks nothing', async () => {
    // Prepare
    const bench = await firing();
    const slow = later<ReturnType<typeof answer>>();
    bench.answers.push(slow.promise);
    const first = bench.notify();
    await new Promise(setImmediate);
    bench.now += LEASE_MS;
    await bench.notify();
    await wantMore(bench);
    const before = await bench.slot();

    // Act
    slow.settle(answer(200, 'late'));
    await first;

    // Assess
    expect(await bench.slot()).toEqual(before);
  });
});

describe('a refusal', () => {
  test('is tried again after a pause that grows', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(503), answer(503), answer(503));
    const pauses: number[] = [];

    // Act
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const report = await bench.notify();
      const { wakeAt = 0 } = await bench.slot();
      expect(report).toMatchObject({ outcome: 'failed', reason: 'status 503', attempt });
      expect(bench.sent).toEqual([deliverAt(bench, wakeAt)]);
      pauses.push(wakeAt - bench.now);
      bench.now = wakeAt;
      bench.sent.length = 0;
    }

    // Assess
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    expect(await bench.notify()).toMatchObject({ outcome: 'delivered', attempt: 4 });
  });

  test('was not heard: if it is over then, nobody hears of it', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(503));
    await bench.notify();

    // Act
    await end(bench);
    bench.now += MINUTE_MS;
    await bench.notify();

    // Assess
    expect(bench.asked).toHaveLength(1);
    expect(await bench.slot()).not.toHaveProperty('pending');
  });

  test('that names a pause gets it, also beyond the time for trying', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(429, '', { 'retry-after': '3600' }));
    const { giveUpAt } = await bench.slot();

    // Act
    const report = await bench.notify();

    // Assess
    const wakeAt = OPENS + 3_600 * SECOND_MS;
    expect(giveUpAt).toBeLessThan(wakeAt);
    expect(report.outcome).toBe('failed');
    expect(await bench.slot()).toMatchObject({ pending: true, wakeAt });
  });

  test('and its pause is not cut short by newer words', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(429, '', { 'retry-after': '3600' }));
    await bench.notify();

    // Act
    await wantMore(bench);
    const early = await bench.notify();
    bench.now = OPENS + 3_600 * SECOND_MS;
    await bench.notify();

    // Assess
    expect(early.outcome).toBe('nothing');
    expect(bench.asked.map(({ notification }) => notification.alerts.length)).toEqual([1, 2]);
  });

  test('without a pause uses up the time for trying: then the group decides', async () => {
    // Prepare
    const bench = await firing();
    let outcome = '';

    // Act
    while (outcome !== 'given up') {
      bench.answers.push(answer(503));
      outcome = (await bench.notify()).outcome;
      bench.now = (await bench.slot()).wakeAt ?? bench.now;
    }

    // Assess
    expect(bench.now).toBeLessThanOrEqual(TICK);
    expect(await bench.slot()).toMatchObject({ failedRev: 1, failReason: 'status 503' });
    expect(await bench.header()).toMatchObject({ gen: 2, wakeAt: bench.now });
  });
});

describe('what can never be delivered', () => {
  test('is given up and rouses the group, in one transaction', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(400));
    const transactions: (readonly Write[])[] = [];
    const { table } = bench;
    const transact = table.transact.bind(table);
    table.transact = (writes) => {
      transactions.push(writes);
      return transact(writes);
    };

    // Act
    const report = await bench.notify();

    // Assess
    expect(report).toMatchObject({ outcome: 'given up', reason: 'status 400' });
    expect(transactions).toHaveLength(1);
    const keys = transactions[0]?.map((write) => (write.type === 'update' ? write.key : null));
    expect(keys).toEqual([slotKey(bench.group, 'a'), headerKey(bench.group)]);
    expect(await bench.slot()).toMatchObject({ failedRev: 1, failReason: 'status 400' });
    expect(await bench.slot()).not.toHaveProperty('pending');
    expect(await bench.header()).toMatchObject({ gen: 2, wakeAt: bench.now });
    expect(bench.sent).toEqual([{ message: { queue: 'wake', group: bench.group }, dueAt: bench.now }]);
  });

  test('is told again at the next flush', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(400));
    await bench.notify();

    // Act
    await bench.run(TICK);

    // Assess
    expect(bench.asked.map(({ notification: { at, kind } }) => [at, kind])).toEqual([
      [OPENS, 'firing'],
      [TICK, 'firing'],
    ]);
  });

  test('does not hold up newer words', async () => {
    // Prepare
    const bench = await firing();
    const slow = later<ReturnType<typeof answer>>();
    bench.answers.push(slow.promise);
    const first = bench.notify();
    await new Promise(setImmediate);
    await wantMore(bench);

    // Act
    slow.settle(answer(400));
    await first;

    // Assess
    expect(await bench.slot()).toMatchObject({ pending: true, wantedRev: 2, wakeAt: bench.now });
    expect(await bench.slot()).not.toHaveProperty('failedRev');
    expect(bench.sent).toContainEqual(deliverAt(bench, bench.now));
  });

  test('for a destination that is no longer configured is dropped', async () => {
    // Prepare
    const bench = await firing();
    const elsewhere = configured(routeTo('team'), { team: [chatTo('other')] });

    // Act
    const report = await notify(bench.ports(), elsewhere, [chat], { group: bench.group, slot: 'a' });

    // Assess
    expect(report).toMatchObject({ outcome: 'gone' });
    expect(bench.asked).toEqual([]);
    expect(await bench.slot()).not.toHaveProperty('pending');
    expect(await bench.slot()).not.toHaveProperty('wakeAt');
  });

  test('because its settings cannot be read is given up', async () => {
    // Prepare
    const bench = await firing();
    const broken = configured(routeTo('team'), { team: [{ ...chatTo('a'), settings: { url: 7 } }] });

    // Act
    const report = await notify(bench.ports(), broken, [chat], { group: bench.group, slot: 'a' });

    // Assess
    expect(report).toMatchObject({ outcome: 'given up', reason: expect.stringContaining('unreadable') });
    expect(bench.asked).toEqual([]);
  });
});

describe('no answer', () => {
  test('may mean that it was heard: it is tried again, and its end is told', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push('silence', answer(400));

    // Act
    const first = await bench.notify();
    bench.now = (await bench.slot()).wakeAt ?? 0;
    const second = await bench.notify();
    await end(bench);
    await bench.notify();

    // Assess
    expect([first, second].map(({ outcome }) => outcome)).toEqual(['unknown', 'given up']);
    expect(bench.asked.map(({ notification }) => notification.kind)).toEqual(['firing', 'firing', 'resolved']);
  });

  test('to an end may mean that it was heard: if it fires again, that is told', async () => {
    // Prepare
    const bench = await firing();
    await bench.notify();
    await end(bench);
    bench.answers.push('silence');
    await bench.notify();

    // Act
    await bench.accept(alert('A', { at: bench.now }));
    await bench.run(bench.now + 2 * TIMING.groupWaitMs);

    // Assess
    expect(bench.asked.at(-1)?.notification).toMatchObject({ kind: 'firing', firing: 1 });
  });
});

describe('newer words that are wanted while older ones are sent', () => {
  test('go at once, and what was delivered is remembered', async () => {
    // Prepare
    const bench = await firing();
    const slow = later<ReturnType<typeof answer>>();
    bench.answers.push(slow.promise);
    const first = bench.notify();
    await new Promise(setImmediate);
    await wantMore(bench);

    // Act
    slow.settle(answer(200, 'post-1'));
    await first;
    const hinted = [...bench.sent];
    const second = await bench.notify();

    // Assess
    expect(hinted).toContainEqual(deliverAt(bench, bench.now));
    expect(second).toMatchObject({ outcome: 'delivered', reason: 'new alerts added' });
    expect(bench.asked.map(({ ref }) => ref)).toEqual([null, 'post-1']);
    expect(await bench.slot()).toMatchObject({ doneRev: 2 });
  });

  test('take the place of older ones that were not sent yet', async () => {
    // Prepare
    const bench = await firing();
    await wantMore(bench);

    // Act
    await bench.run(bench.now + MINUTE_MS);
    await bench.notify();

    // Assess
    expect(bench.asked.map(({ notification }) => notification.alerts.length)).toEqual([2]);
  });
});

describe('a provider that names what it was sent', () => {
  test('hears the name with every edit until the conversation is over', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(200, 'post-1'));
    await bench.notify();

    // Act
    await wantMore(bench);
    await bench.notify();
    await end(bench, 'A');
    await bench.notify();
    await end(bench, 'B');
    await bench.notify();
    const over = await bench.slot();
    await bench.accept(alert('A', { at: bench.now }));
    bench.now += TIMING.groupWaitMs;
    await bench.flush();
    await bench.notify();

    // Assess
    const asked = bench.asked.map(({ ref, notification }) => [ref, notification.kind]);
    expect(asked).toEqual([
      [null, 'firing'],
      ['post-1', 'firing'],
      ['post-1', 'firing'],
      ['post-1', 'resolved'],
      [null, 'firing'],
    ]);
    expect(over).not.toHaveProperty('ref');
  });

  test('and lost it is told anew', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(200, 'post-1'), answer(410), answer(200, 'post-2'));
    await bench.notify();
    await wantMore(bench);

    // Act
    const lost = await bench.notify();
    bench.now = (await bench.slot()).wakeAt ?? 0;
    await bench.notify();

    // Assess
    expect(lost).toMatchObject({ outcome: 'failed', reason: 'the message is gone' });
    expect(bench.asked.map(({ ref }) => ref)).toEqual([null, 'post-1', null]);
    expect(await bench.slot()).toMatchObject({ ref: 'post-2' });
  });

  test('hears it also where nobody wants to know of the end: there the conversation ends in silence', async () => {
    // Prepare
    const bench = new Bench(configured(routeTo('team'), { team: [chatTo('a', false)] }));
    await bench.opened();
    bench.answers.push(answer(200, 'post-1'));
    await bench.notify();

    // Act
    await end(bench);

    // Assess
    expect(await bench.slot()).not.toHaveProperty('ref');
    expect(await bench.notify()).toMatchObject({ outcome: 'nothing' });
  });
});

test.each([
  [1, 0.5, 500],
  [1, 0, 250],
  [1, 1, 750],
  [2, 0.5, 750],
  [3, 0.5, 1_125],
  [100, 0.5, 60_000],
  [100, 1, 90_000],
])('after attempt %i, with the dice at %d, the pause is %i ms', (attempts, random, pause) => {
  const retry = { firstMs: 500, factor: 1.5, jitter: 0.5, maxMs: MINUTE_MS };
  expect(backoffMs(retry, attempts, random)).toBe(pause);
});

describe('what is asked after the first request', () => {
  const both: Channel = {
    ...chat,
    aside: (slot, config) => ({ ...(chat.request(slot, config) as HttpRequest), isAside: true }),
  };
  const send = (bench: Bench) =>
    notify(bench.ports(), bench.configuration, [both], { group: bench.group, slot: 'a' }, bench.known);

  test('goes once that was delivered', async () => {
    const bench = await firing();
    expect(await send(bench)).toMatchObject({ outcome: 'delivered' });
    expect(bench.asked).toHaveLength(2);
  });

  test('does not go if that failed', async () => {
    const bench = await firing();
    bench.answers.push(answer(503));
    expect(await send(bench)).toMatchObject({ outcome: 'failed' });
    expect(bench.asked).toHaveLength(1);
  });

  test('makes both go again if it fails, and is left out if it is refused for good', async () => {
    // Prepare
    const bench = await firing();
    bench.answers.push(answer(200), answer(503), answer(200), answer(400));

    // Act
    const first = await send(bench);
    const { unsure, wakeAt = 0 } = await bench.slot();
    bench.now = wakeAt;
    const second = await send(bench);

    // Assess
    expect([first, second].map(({ outcome }) => outcome)).toEqual(['failed', 'delivered']);
    // The first request was heard: whoever gives up must know.
    expect(unsure).toBe(true);
    expect(bench.asked).toHaveLength(4);
  });
});
