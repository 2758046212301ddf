import { OPENS_AFTER, TICKETS, WINDOW_MS } from '../../core/delivery/hold';
import type { Notification } from '../../core/notification/notification';
import { MINUTE_MS, SECOND_MS } from '../../core/time';
import { holdKey } from '../../engine/keys';
import { readHold, type StoredHold } from '../../engine/stored-hold';
import { sweep } from '../../engine/sweep';
import { CallCounter } from '../support/counting-ports';
import { alert, answer, Bench, chatTo, configured, interrupted, pagerTo, routeTo, START, TIMING } from './support';

const AT_ONCE = { ...TIMING, groupWaitMs: 0 };
const eachAlone = routeTo('team', { timing: AT_ONCE, groupBy: ['alertname'] });
const PAGED = configured(eachAlone, { team: [pagerTo('a')] });
const CHATTED = configured(eachAlone, { team: [chatTo('a')] });

const holdOf = async (bench: Bench): Promise<StoredHold> => readHold(await bench.table.get(holdKey('a')));

/** So many alerts, each with a group of its own. */
async function storm(bench: Bench, alerts: number, severity = 'warning'): Promise<void> {
  for (let number = 0; number < alerts; number += 1)
    await bench.accept(alert(`${severity}-${number}`, { at: bench.now, labels: { severity } }));
}

const said = (bench: Bench, kind: Notification['kind']): readonly Notification[] =>
  bench.asked.map(({ notification }) => notification).filter((one) => one.kind === kind);

describe('a person is paged ten times in ten minutes', () => {
  test('then a digest counts what was withheld, by severity', async () => {
    // Prepare
    const bench = new Bench(PAGED);

    // Act
    await storm(bench, 12);
    await storm(bench, 2, 'critical');
    await bench.run(START + 2 * MINUTE_MS);

    // Assess
    expect(said(bench, 'firing')).toHaveLength(TICKETS);
    const [digest, ...others] = said(bench, 'digest');
    expect(others).toEqual([]);
    const { withheld } = await holdOf(bench);
    expect(Object.values(withheld)).toEqual([0, 0, 0, 0, 0]);
    const counted = [...(digest?.reason ?? '').matchAll(/(\d+) (?:critical|warning)/g)].map(([, count]) =>
      Number(count),
    );
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(4);
    expect(digest?.alerts[0]?.labels).toMatchObject({ alertname: '4 pages withheld' });
  });

  test('and after ten minutes again; the next digest comes no sooner', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    await storm(bench, TICKETS + 1);
    await bench.run(START + MINUTE_MS);
    const [first] = said(bench, 'digest');

    // Act
    await storm(bench, 3, 'error');
    await bench.run(START + WINDOW_MS - SECOND_MS);
    const early = said(bench, 'digest').length;
    await bench.run(START + WINDOW_MS + 2 * MINUTE_MS);
    await storm(bench, 1, 'info');
    await bench.run(bench.now + SECOND_MS);

    // Assess
    expect(first?.reason).toMatch(/^1 warning, the last of them warning-/);
    expect(early).toBe(1);
    expect(said(bench, 'digest')[1]?.reason).toMatch(/^3 error/);
    expect(said(bench, 'firing')).toHaveLength(TICKETS + 1);
  });

  test('what was withheld counts as told: its end is', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    await storm(bench, TICKETS + 5);
    await bench.run(START + MINUTE_MS);

    // Act
    for (let number = 0; number < TICKETS + 5; number += 1)
      await bench.accept(alert(`warning-${number}`, { from: START, at: bench.now, to: bench.now }));
    await bench.run(START + 6 * MINUTE_MS);

    // Assess
    expect(said(bench, 'resolved')).toHaveLength(TICKETS + 5);
    expect(said(bench, 'digest')).toHaveLength(1);
  });

  test('messages that ring no phone are not withheld', async () => {
    const bench = new Bench(CHATTED);
    await storm(bench, 30);
    await bench.run(START + MINUTE_MS);
    expect(said(bench, 'firing')).toHaveLength(30);
  });

  test('one that is refused and tried again takes one ticket', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    bench.answers.push(answer(503), answer(503));

    // Act
    await storm(bench, 1);
    await bench.run(START + MINUTE_MS);

    // Assess
    expect(said(bench, 'firing')).toHaveLength(3);
    expect((await holdOf(bench)).tickets.filter((ticket) => ticket !== null)).toHaveLength(1);
  });

  test('a digest that fails is told again, with what came in meanwhile', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    await storm(bench, TICKETS + 1);
    await bench.run(START);
    bench.answers.push(answer(503));

    // Act
    await bench.run(START + 30 * SECOND_MS);
    await storm(bench, 2, 'error');
    await bench.run(START + 2 * MINUTE_MS);

    // Assess
    expect(said(bench, 'digest').map(({ reason }) => reason.replace(/,? ?the last.*/, ''))).toEqual([
      '1 warning',
      '2 error, 1 warning',
    ]);
    expect(new Set(bench.asked.slice(-2).map(({ key }) => key)).size).toBe(1);
  });

  test('a page that is withheld just as a digest finds nothing waits for another', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    await storm(bench, TICKETS + 1);
    await bench.run(START + MINUTE_MS);
    const { wakeAt } = await holdOf(bench);
    const late = interrupted(bench.table, 'update', 2, async () => {
      await bench.table.update(holdKey('a'), { add: { withheld_critical: 1, seen: 1 } });
    });

    // Act
    bench.now = wakeAt ?? 0;
    await bench.digest('a', late);

    // Assess
    expect((await holdOf(bench)).wakeAt).toBe(bench.now);
  });

  test('the sweep finds a digest whose hint was lost', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    await storm(bench, TICKETS + 1);
    await bench.run(START);
    const { wakeAt } = await holdOf(bench);
    bench.sent.length = 0;

    // Act
    await sweep(bench.ports());

    // Assess
    const message = { queue: 'deliver', group: 'HOLD#a', slot: 'digest' };
    expect(bench.sent).toContainEqual({ message, dueAt: wakeAt });
  });
});

describe('a destination that fails', () => {
  const down = Array.from({ length: 40 }, () => answer(503));

  test('is left alone after five failures in a row, then tried by one alone', async () => {
    // Prepare
    const bench = new Bench(CHATTED);
    bench.answers.push(...down.slice(0, OPENS_AFTER));

    // Act
    await storm(bench, 20);
    await bench.run(START);
    const before = bench.asked.length;
    await bench.run(START + 29 * SECOND_MS);
    const during = bench.asked.length;
    await bench.run(START + 2 * MINUTE_MS);

    // Assess
    expect([before, during]).toEqual([OPENS_AFTER, OPENS_AFTER]);
    expect(new Set(said(bench, 'firing').map(({ groupKey }) => groupKey)).size).toBe(20);
    expect(bench.asked).toHaveLength(20 + OPENS_AFTER);
    expect(await holdOf(bench)).toMatchObject({ failures: 0, until: null });
  });

  test('is still asked to take a critical page', async () => {
    // Prepare
    const bench = new Bench(PAGED);
    bench.answers.push(...down);

    // Act
    await storm(bench, OPENS_AFTER);
    await bench.run(START);
    const before = bench.asked.length;
    await storm(bench, 1, 'critical');
    await bench.run(START);

    // Assess
    expect(bench.asked.length - before).toBe(1);
  });

  test('is told of all that is given up: nothing is lost to the breaker', async () => {
    // Prepare
    const bench = new Bench(CHATTED);
    bench.answers.push(...Array.from({ length: 4_000 }, () => answer(503)));

    // Act
    await storm(bench, 8);
    await bench.run(START + 6 * MINUTE_MS);

    // Assess
    const slots = bench.items('S#');
    expect(slots).toHaveLength(8);
    for (const slot of slots) expect(slot.failedRev).toBeGreaterThan(0);
  });

  test('with an answer that is final is not down', async () => {
    const bench = new Bench(CHATTED);
    bench.answers.push(...Array.from({ length: 20 }, () => answer(400)));
    await storm(bench, 20);
    await bench.run(START);
    expect(bench.asked).toHaveLength(20);
  });

  test('and asks for a pause gets it, from all that go there', async () => {
    // Prepare
    const bench = new Bench(CHATTED);
    bench.answers.push(answer(429, '', { 'retry-after': '60' }));

    // Act
    await storm(bench, 10);
    await bench.run(START + 59 * SECOND_MS);
    const during = bench.asked.length;
    await bench.run(START + 70 * SECOND_MS);

    // Assess
    expect(during).toBe(1);
    expect(bench.asked).toHaveLength(11);
  });

  test('changes nothing for the others', async () => {
    // Prepare
    const both = configured(eachAlone, { team: [chatTo('a'), chatTo('b')] });
    const heardBy = async (failing: boolean): Promise<readonly unknown[]> => {
      const bench = new Bench(both, (ports) => ({
        ...ports,
        transport: {
          send: async (request) => {
            const isA = request.kind === 'http' && request.url === 'http://a';
            return failing && isA ? answer(503) : ports.transport.send(request);
          },
        },
      }));
      await storm(bench, 10);
      await bench.run(START + 5 * MINUTE_MS + SECOND_MS);
      return bench.asked.filter((slot) => slot.key !== '').map(({ key, notification: { at } }) => [key, at]);
    };

    // Act
    const [well, ill] = [await heardBy(false), await heardBy(true)];

    // Assess
    const ofB = new Set(ill.map((one) => JSON.stringify(one)));
    expect(ill).toHaveLength(10);
    expect(well.filter((one) => ofB.has(JSON.stringify(one)))).toHaveLength(10);
  });
});

describe('AWS calls', () => {
  const callsOf = async (configuration: typeof PAGED): Promise<number> => {
    const counter = new CallCounter();
    const bench = new Bench(configuration, counter.over);
    await bench.accept(alert('A', { labels: { severity: 'critical' } }));
    await bench.run(START);
    return counter.aws;
  };

  test('a page takes one more than another message: its ticket, with which the breaker is asked', async () => {
    expect((await callsOf(PAGED)) - (await callsOf(CHATTED))).toBe(1);
  });
});
