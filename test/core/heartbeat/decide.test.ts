import * as fc from 'fast-check';
import { type Expected, heard, look, type Pulse, SETTLE_MS } from '../../../core/heartbeat/decide';
import '../../../core/heartbeat/cron';
import { deadlineOf, type Heartbeat } from '../../../core/heartbeat/heartbeat';
import { HOUR_MS, MINUTE_MS } from '../../../core/time';

const START = Date.UTC(2026, 0, 5, 9);
const HOURLY: Heartbeat = {
  name: 'backup',
  expect: { type: 'every', everyMs: HOUR_MS },
  graceMs: 10 * MINUTE_MS,
  labels: { severity: 'warning' },
  matchers: [],
};
const expected: NonNullable<Expected> = { heartbeat: HOURLY, spec: 'one' };
const DEADLINE = START + HOUR_MS + 10 * MINUTE_MS;

const known = (pulse: Pulse | undefined): Pulse => {
  if (!pulse) throw new Error('nothing is known');
  return pulse;
};
const fresh = known(look(expected, null, START, true)?.next);
const silence = look(expected, fresh, DEADLINE + SETTLE_MS, true);
const missing = known(silence?.next);

describe('silence', () => {
  test('is counted from when a heartbeat begins to be expected', () => {
    expect(fresh).toMatchObject({ since: START, lastAt: null, missing: null });
  });

  test('is none within its grace, nor while a report may still be on its way', () => {
    expect(look(expected, fresh, DEADLINE + SETTLE_MS - 1, true)).toBeNull();
  });

  test('beyond that is an alert with its labels', () => {
    expect(silence?.alert).toMatchObject({
      labels: { alertname: 'HeartbeatMissing', heartbeat: 'backup', severity: 'warning' },
      startsAt: DEADLINE,
      endsAt: null,
    });
  });

  test('is told once', () => {
    expect(look(expected, missing, DEADLINE + HOUR_MS, true)).toBeNull();
  });

  test('is not judged by a look that comes so late that reports may be late too', () => {
    expect(look(expected, fresh, DEADLINE + HOUR_MS, false)).toBeNull();
  });

  test('ends with the next report', () => {
    const again = heard(expected, missing, DEADLINE + HOUR_MS, DEADLINE + HOUR_MS);

    expect(again?.alert).toMatchObject({ fingerprint: silence?.alert?.fingerprint, endsAt: DEADLINE + HOUR_MS });
    expect(again?.next).toMatchObject({ missing: null, since: DEADLINE + HOUR_MS });
  });

  test('is not ended by a report that waited for so long that the next one is missing as well', () => {
    const late = heard(expected, missing, START + MINUTE_MS, START + 5 * HOUR_MS);

    expect(late?.alert).toBeNull();
    expect(late?.next.missing).not.toBeNull();
  });
});

describe('a report', () => {
  test('that is older than another changes nothing', () => {
    const one = known(heard(expected, fresh, START + 2, START + 2)?.next);

    expect(heard(expected, one, START + 1, START + 3)).toBeNull();
    expect(heard(expected, one, START + 2, START + 3)).toBeNull();
  });

  test('that comes before anybody looked is the beginning', () => {
    expect(heard(expected, null, START, START)?.next).toMatchObject({ since: START, lastAt: START });
  });

  test('of what is not expected changes nothing', () => {
    expect(heard(null, null, START, START)).toBeNull();
  });
});

describe('another configuration', () => {
  const changed: NonNullable<Expected> = { heartbeat: { ...HOURLY, labels: { severity: 'critical' } }, spec: 'two' };

  test('counts from now: what was right before is not missing at once', () => {
    expect(look(changed, fresh, START + HOUR_MS, true)?.next).toMatchObject({ spec: 'two', since: START + HOUR_MS });
  });

  test('tells in new words what is missing already', () => {
    const beat = look(changed, missing, DEADLINE + HOUR_MS, true);

    expect(beat?.alert).toMatchObject({ labels: { severity: 'critical' }, startsAt: DEADLINE });
    expect(beat?.alert?.updatedAt).toBeGreaterThan(missing.saidAt);
  });

  test('without it ends its alert, and with it again begins anew', () => {
    const gone = look(null, missing, DEADLINE + HOUR_MS, true);
    const back = look(expected, known(gone?.next), DEADLINE + 2 * HOUR_MS, true);

    expect(gone?.alert).toMatchObject({ endsAt: DEADLINE + HOUR_MS });
    expect(look(null, known(gone?.next), DEADLINE + 3 * HOUR_MS, true)).toBeNull();
    expect(back?.next).toMatchObject({ since: DEADLINE + 2 * HOUR_MS, missing: null, isRemoved: false });
  });
});

type Step = { readonly after: number; readonly what: 'report' | 'look'; readonly behind: number };
const step: fc.Arbitrary<Step> = fc.record({
  after: fc.integer({ min: 0, max: 90 * MINUTE_MS }),
  what: fc.constantFrom('report' as const, 'look' as const),
  behind: fc.integer({ min: 0, max: 2 * HOUR_MS }),
});

test('whatever comes whenever, what is said of it goes forward in time and begins and ends in turn', () => {
  const holds = fc.property(fc.array(step), (steps) => {
    let [now, pulse] = [START, fresh];
    let said = { at: 0, fires: false };
    for (const { after, what, behind } of steps) {
      now += after;
      const beat = what === 'look' ? look(expected, pulse, now, true) : heard(expected, pulse, now - behind, now);
      pulse = beat?.next ?? pulse;
      if (!beat?.alert) continue;
      const fires = beat.alert.endsAt === null;
      expect(beat.alert.updatedAt).toBeGreaterThan(said.at);
      expect(fires).toBe(!said.fires);
      said = { at: beat.alert.updatedAt, fires };
    }
    expect(said.fires).toBe(pulse.missing !== null);
  });
  fc.assert(holds);
});

describe('by cron', () => {
  const NIGHTLY: Heartbeat = {
    ...HOURLY,
    expect: { type: 'cron', cron: '0 2 * * *', timezone: 'Europe/Paris' },
    graceMs: 30 * MINUTE_MS,
  };
  test.each([
    ['the next time after the last report', '2026-01-05T01:10:00Z', '2026-01-06T01:30:00Z'],
    ['a report a little too early is the one of then', '2026-01-05T00:59:30Z', '2026-01-06T01:30:00Z'],
    ['one much too early is that of the day before', '2026-01-05T00:50:00Z', '2026-01-05T01:30:00Z'],
    ['a time that the clock skips in spring comes after the gap', '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
    ['in summer the wall clock counts', '2026-07-01T12:00:00Z', '2026-07-02T00:30:00Z'],
  ])('%s', (_, since, deadline) => {
    expect(new Date(deadlineOf(NIGHTLY, Date.parse(since))).toISOString()).toBe(deadline.replace('Z', '.000Z'));
  });

  test('an expression whose times are over expects nothing any more', () => {
    const once: Heartbeat = { ...NIGHTLY, expect: { type: 'cron', cron: '0 0 0 1 1 * 2025', timezone: 'UTC' } };

    expect(deadlineOf(once, START)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
