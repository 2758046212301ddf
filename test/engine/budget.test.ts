import { MINUTE_MS } from '../../core/time';
import type { Store } from '../../engine/ports';
import { CallCounter, type Calls } from '../support/counting-ports';
import { UnitCounter } from '../support/units';
import { alert, Bench, chatTo, configured, interrupted, routeTo, START, TIMING } from './support';

const AT_ONCE = { ...TIMING, groupWaitMs: 0 };

const team = (destinations: number) =>
  configured(routeTo('team', { timing: AT_ONCE }), {
    team: Array.from({ length: destinations }, (_, index) => chatTo(`c${index}`)),
  });

/** From an alarm that was received to all who are told. */
async function page(destinations: number): Promise<{ counter: CallCounter; bench: Bench }> {
  const counter = new CallCounter();
  const bench = new Bench(team(destinations), counter.over);
  await bench.accept(alert('A'));
  await bench.run(START);
  return { counter, bench };
}

describe('AWS calls', () => {
  test('at most ten from an alarm to its first destination', async () => {
    // Act
    const { counter } = await page(1);

    // Assess
    expect(counter.calls.transport).toBe(1);
    expect(counter.aws).toBeLessThanOrEqual(10);
  });

  test('at most three more for each further destination', async () => {
    // Act
    const [one, five] = await Promise.all([page(1), page(5)]);

    // Assess
    expect(five.counter.calls.transport).toBe(5);
    expect(five.counter.aws - one.counter.aws).toBeLessThanOrEqual(4 * 3);
  });

  test('a duplicate wakes nobody and sends nothing', async () => {
    // Prepare
    const { bench, counter } = await page(1);
    const before = counter.calls;

    // Act
    await bench.accept(alert('A'));
    const { send } = counter.calls;
    await bench.run(START + 30 * MINUTE_MS);

    // Assess
    expect(send).toBe(before.send);
    expect(counter.calls.transport).toBe(before.transport);
  });

  test('at most thirteen from an end to who is told: what is known already is looked at', async () => {
    // Prepare
    const { bench, counter } = await page(1);
    const before = counter.aws;
    const tick = START + TIMING.groupIntervalMs;

    // Act
    await bench.run(tick - 1_000);
    await bench.accept(alert('A', { at: bench.now, to: bench.now }));
    await bench.run(tick);

    // Assess
    expect(counter.calls.transport).toBe(2);
    expect(counter.aws - before).toBeLessThanOrEqual(13);
  });
});

describe('a storm into one group', () => {
  /** Alarms that come in all the time, also while a flush commits. */
  async function storm(alarms: number): Promise<Calls & { readonly flushes: number }> {
    const counter = new CallCounter();
    const bench = new Bench(team(1), counter.over);
    let next = 0;
    const accept = async (count: number): Promise<void> => {
      for (const end = Math.min(alarms, next + count); next < end; next += 1) {
        await bench.accept(alert(`alarm-${next}`, { at: bench.now }));
      }
    };
    let flushes = 0;
    const contended: Store = {
      ...interrupted(bench.table, 'get', 0, async () => {}),
      transact: async (writes) => {
        flushes += writes.some(
          (write) => write.type === 'update' && write.condition?.flat().some(([name]) => name === 'gen'),
        )
          ? 1
          : 0;
        await accept(alarms / 50);
        return bench.table.transact(writes);
      },
    };
    for (let minute = 0; minute < 12; minute += 1) {
      await accept(alarms / 20);
      await bench.run(START + minute * MINUTE_MS, contended);
    }
    await accept(alarms);
    await bench.run(START + 30 * MINUTE_MS, contended);
    expect(bench.asked.at(-1)?.notification.firing).toBe(alarms);
    return { ...counter.calls, flushes };
  }

  test('takes as many transactions for ten thousand alarms as for a hundred', async () => {
    // Act
    const few = await storm(100);
    const many = await storm(10_000);

    // Assess
    expect(many.transact).toBe(few.transact);
    expect(many.transact).toBeLessThanOrEqual(2 * many.flushes);
    expect(many.transport).toBe(few.transport);
  }, 60_000);

  test('takes a handful of calls for each alarm', async () => {
    // Act
    const { update, send, query } = await storm(2_000);

    // Assess
    expect(update / 2_000).toBeLessThan(5);
    expect((send + query) / 2_000).toBeLessThan(0.1);
  }, 60_000);
});

/** Dollars in us-east-1, as AWS's price lists had them on 2026-11-23, without any free tier. */
const PRICES = {
  /** A million units of DynamoDB on demand. */
  writeUnits: 0.625,
  readUnits: 0.125,
  /** A million requests of a standard queue: to send, to receive and to delete. */
  sqsRequests: 0.4,
  /** A million invocations, and a GB-second of an Arm function. */
  invocations: 0.2,
  gbSecond: 0.0000133334,
};
/** Each of ingest, flush and notify: 512 MB for a tenth of a second, more than they take when warm. */
const GB_SECONDS = 0.5 * 0.1;
const REQUESTS_PER_MESSAGE = 3;

describe('money', () => {
  /** Alarms, each of a group of its own and told to one destination. */
  async function cost(alarms: number): Promise<{ dollars: number; writeUnits: number }> {
    const units = new UnitCounter();
    const calls = new CallCounter();
    const bench = new Bench(
      configured(routeTo('team', { timing: AT_ONCE, groupBy: ['alertname'] }), { team: [chatTo('a')] }),
      (ports) => calls.over(units.over(ports)),
    );
    for (let at = 0; at < alarms; at += 1) await bench.accept(alert(`alarm-${at}`));
    await bench.run(START);
    expect(calls.calls.transport).toBe(alarms);
    // What comes in by a topic is a message too.
    const messages = calls.calls.send + alarms;
    const million = 1_000_000;
    const dollars =
      (units.write * PRICES.writeUnits + units.read * PRICES.readUnits) / million +
      (messages * REQUESTS_PER_MESSAGE * PRICES.sqsRequests) / million +
      messages * (PRICES.invocations / million + GB_SECONDS * PRICES.gbSecond);
    return { dollars, writeUnits: units.write / alarms };
  }

  test('at most three cents for a thousand alarms, each of them told', async () => {
    // Act
    const { dollars, writeUnits } = await cost(1_000);

    // Assess
    expect(dollars).toBeLessThanOrEqual(0.03);
    expect(writeUnits).toBeLessThanOrEqual(32);
  }, 60_000);
});
