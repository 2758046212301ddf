import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../core/time';
import { type Faults, NO_FAULTS } from '../../engine/simulation/faults';
import { Random } from '../../engine/simulation/random';
import { World } from '../../engine/simulation/world';
import { sealEnvelope } from '../../formats/intake/envelope';
import { START } from './support';

const WORLDS = 60;
/** Longest time from the end of its grace to the telling, group_wait of 0 s. */
const PROMISE_MS = 120 * SECOND_MS;

/** Reports in time until its last one, then silence; what was told of it. */
async function play(seed: number, faults: Faults) {
  const random = new Random(seed);
  const everyMs = random.between(2, 10) * MINUTE_MS;
  const graceMs = random.between(30, 180) * SECOND_MS;
  const reports: number[] = [];
  for (let count = random.between(2, 8); count > 0; count -= 1) {
    const pause = random.between(Math.floor(everyMs / 2), everyMs + Math.floor(graceMs / 2));
    reports.push((reports.at(-1) ?? START) + pause);
  }
  const deadline = (reports.at(-1) ?? START) + everyMs + graceMs;
  const world = new World({
    seed,
    start: START,
    faults,
    faultsUntil: deadline + 5 * MINUTE_MS,
    routing: {
      route: { receiver: 'one', group_wait: '0s', group_interval: '10s', repeat_interval: '4h' },
      receivers: [{ name: 'one', webhook_configs: [{ url: 'http://one.example' }] }],
      ingest: { heartbeats: { beat: { every: `${everyMs}ms`, grace: `${graceMs}ms` } } },
    },
  });
  const report = (at: EpochMs, delayMs: number) =>
    world.at(at + delayMs, () => world.accept(sealEnvelope({ tocsin: 'heartbeat', name: 'beat', at })));
  for (const at of reports) {
    report(at, 0);
    // Again, and sometimes a little behind the one that follows.
    report(at, random.between(0, 10 * SECOND_MS));
  }
  await world.run(deadline + 20 * MINUTE_MS);
  const taken = () => world.asked.filter((one) => one.taken);
  const missed = taken();
  const again = deadline + 20 * MINUTE_MS;
  report(again, 0);
  await world.run(again + 90 * SECOND_MS);
  return {
    deadline,
    first: missed[0],
    missed: missed.map(({ notification }) => notification.status),
    ended: taken().at(-1)?.notification.status,
  };
}

const seeds = Array.from({ length: WORLDS }, (_, index) => index + 1);

test('in a calm world silence is told within 120 seconds of its grace, once, and never before', async () => {
  for (const seed of seeds) {
    const { deadline, first, missed, ended } = await play(seed, NO_FAULTS);

    expect([seed, missed, ended]).toEqual([seed, ['firing'], 'resolved']);
    expect(first?.at).toBeGreaterThan(deadline);
    expect(first?.at).toBeLessThanOrEqual(deadline + PROMISE_MS);
  }
});

test('hints lost, messages doubled, sweeps missed, processes that die: silence is told, and never without cause', async () => {
  const faults: Faults = {
    ...NO_FAULTS,
    crash: 0.05,
    throttle: 0.05,
    appliedButFailed: 0.05,
    doubled: 0.3,
    lost: 0.3,
    missedSweep: 0.4,
    stale: 0.3,
  };
  for (const seed of seeds) {
    const { deadline, first, missed, ended } = await play(seed, faults);

    expect([seed, [...new Set(missed)], ended]).toEqual([seed, ['firing'], 'resolved']);
    expect(first?.at).toBeGreaterThan(deadline);
  }
});
