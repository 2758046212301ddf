import * as fc from 'fast-check';
import type { Objective } from '../../../core/slo/objective';
import { ratioOf, toNumber } from '../../../core/slo/ratio';
import { Replay, type ReplayOptions } from '../../../core/slo/replay';
import { rawCounts } from '../../../core/slo/rows';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time';
import { parseWall } from '../../../core/zone/zone';
import { type Minute, reference, type SliceRule } from './slow-reference';

const BASE: Objective = {
  slo: 'checkout',
  objective: '1',
  target: ratioOf(0.99),
  window: { duration: { value: 1, unit: 'd' }, calendar: null },
  method: { type: 'Occurrences' },
  measure: { type: 'counts' },
  minimumEvents: null,
};
const EACH_ROW: ReplayOptions = { until: null, cadenceMs: null };

function played(objective: Objective, series: readonly Minute[], start = 0, options = EACH_ROW): Replay {
  const replay = new Replay(objective, options);
  for (const [at, row] of series.entries()) {
    if (!row) continue;
    const time = start + at * MINUTE_MS;
    replay.add({ time, endsAt: time + MINUTE_MS, good: BigInt(row.good), total: BigInt(row.total) });
  }
  return replay;
}

const minute: fc.Arbitrary<Minute> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ good: 0, total: 0 }) },
  { weight: 6, arbitrary: fc.constant({ good: 40, total: 40 }) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => ({ good: Math.min(a, b), total: Math.max(a, b) })),
  },
);
// Long runs of the same: outages, gaps, and quiet hours.
const series = fc
  .array(fc.tuple(minute, fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 6 })
  .map((runs) => runs.flatMap(([row, times]) => Array.from({ length: times }, () => row)));

test.each<[string, SliceRule, number]>([
  ['events', null, 1_440],
  ['events of a window shorter than the series', null, 120],
  ['slices of a minute', { minutes: 1, target: 90 }, 1_440],
  ['slices of seven minutes', { minutes: 7, target: 90 }, 180],
])('%s: sums, burn rates and alerts are those of counting everything anew', (_, slice, periodMinutes) => {
  const agree = fc.property(series, fc.constantFrom(900, 990, 999), (rows, thousandths) => {
    const objective: Objective = {
      ...BASE,
      target: ratioOf(thousandths / 1_000),
      window: { duration: { value: periodMinutes, unit: 'm' }, calendar: null },
      method: slice
        ? { type: 'Timeslices', sliceMs: slice.minutes * MINUTE_MS, target: ratioOf(slice.target / 100) }
        : { type: 'Occurrences' },
    };

    const standing = played(objective, rows).standing(rows.length * MINUTE_MS);

    const expected = reference(rows, { thousandths, periodMinutes, slice });
    expect(standing.sli && toNumber(standing.sli)).toEqual(
      expected.total === 0 ? null : (expected.total - expected.bad) / expected.total,
    );
    expect(standing.burnRates.map(({ name, rate }) => [name, rate && toNumber(rate)])).toEqual(
      expected.burns.map(([name, { bad, total }]) => [
        name,
        total === 0 ? null : toNumber({ num: BigInt(bad * 1_000), den: BigInt(total * (1_000 - thousandths)) }),
      ]),
    );
    expect(standing.alerts).toEqual(expected.alerts);
  });
  fc.assert(agree, { numRuns: 10 });
});

test('1,000,000 requests at 99.9 % may fail 1,000 times: SRE Workbook, chapter 5', () => {
  const standing = played({ ...BASE, target: ratioOf(0.999) }, [{ good: 999_250, total: 1_000_000 }]).standing(
    MINUTE_MS,
  );

  expect(standing.budget && [standing.budget.total, standing.budget.consumed].map(toNumber)).toEqual([1_000, 750]);
  expect(standing.budget && toNumber(standing.budget.consumedRatio)).toBe(0.75);
});

test('without data everything is unknown, never 0 or 1', () => {
  const { sli, budget, burnRates, exhaustedAt } = played(BASE, [{ good: 0, total: 0 }]).standing(MINUTE_MS);

  expect({ sli, budget, exhaustedAt }).toEqual({ sli: null, budget: null, exhaustedAt: null });
  expect(burnRates.every(({ rate }) => rate === null)).toBe(true);
});

test('a burn rate that is exactly the threshold does not alert', () => {
  // 99.9 % over 30 days: 14.4 times 0.1 % is 144 of 10,000.
  const objective: Objective = {
    ...BASE,
    target: ratioOf(0.999),
    window: { duration: { value: 30, unit: 'd' }, calendar: null },
  };
  const at = (bad: number) =>
    played(objective, [{ good: 10_000 - bad, total: 10_000 }])
      .standing(MINUTE_MS)
      .alerts.filter(({ severity }) => severity === 'page');

  // Of the six-hour pair, 6 times, one below and one above; of the one-hour pair the same.
  expect(at(60)).toEqual([]);
  expect(at(61)).toEqual([{ at: MINUTE_MS, severity: 'page', state: 'firing' }]);
});

test('a gap ends no alert', () => {
  const outage: Minute[] = Array.from({ length: 60 }, () => ({ good: 0, total: 100 }));
  const gap: Minute[] = Array.from({ length: 600 }, () => null);
  const well: Minute[] = Array.from({ length: 1_440 }, () => ({ good: 100, total: 100 }));

  const states = (rows: readonly Minute[]) =>
    played(BASE, rows)
      .standing(rows.length * MINUTE_MS)
      .alerts.filter(({ severity }) => severity === 'page')
      .map(({ state }) => state);

  expect(states([...outage, ...gap])).toEqual(['firing']);
  expect(states([...outage, ...gap, ...well])).toEqual(['firing', 'resolved']);
});

test('the budget is used up from when it was until it is not, and a new month has its own', () => {
  const start = Date.parse('2026-03-31T21:00:00Z');
  const calendar: Objective = {
    ...BASE,
    window: {
      duration: { value: 1, unit: 'M' },
      calendar: { start: parseWall('2026-01-01T00:00:00') ?? 0, zone: 'Europe/Paris' },
    },
  };
  const rows: Minute[] = [
    ...Array.from({ length: 30 }, () => ({ good: 100, total: 100 })),
    ...Array.from({ length: 60 }, () => ({ good: 0, total: 100 })),
  ];
  // 31 March 2026 ends at 22:00 UTC in Paris.
  const before = played(calendar, rows.slice(0, 60), start).standing(start + HOUR_MS);
  const after = played(calendar, rows, start).standing(start + 90 * MINUTE_MS);

  expect(before.exhaustedAt).toBe(start + 31 * MINUTE_MS);
  expect(after.exhaustedAt).toBe(start + 61 * MINUTE_MS);
  expect(after.sli && toNumber(after.sli)).toBe(0);
});

test('time without rows is time without data', () => {
  const day = played(BASE, [{ good: 1, total: 1 }, null, { good: 1, total: 1 }]).standing(3 * MINUTE_MS);

  expect(day.noDataMs).toBe(DAY_MS - 2 * MINUTE_MS);
});

test('the plain mean of the slices’ ratios, however many events they have', () => {
  const objective: Objective = { ...BASE, method: { type: 'RatioTimeslices', sliceMs: MINUTE_MS } };

  const { sli, slices } = played(objective, [
    { good: 1_000, total: 1_000 },
    { good: 1, total: 2 },
  ]).standing(2 * MINUTE_MS);

  expect(sli && toNumber(sli)).toBe(0.75);
  expect(slices && [toNumber(slices.good), toNumber(slices.total)]).toEqual([1.5, 2]);
});

test('a raw ratio is one event whose good share it is', () => {
  expect(rawCounts(ratioOf(0.25), 'failure')).toEqual({ good: 75n * 10n ** 28n, total: 10n ** 30n });
  expect(() => rawCounts(ratioOf(1.25), 'success')).toThrow('1.25 is not between 0 and 1');
});

test('the evaluator’s cadence decides when alerts are seen', () => {
  const rows: Minute[] = Array.from({ length: 12 }, (_, at) => ({ good: at < 6 ? 100 : 0, total: 100 }));
  const at = (cadenceMs: number | null) =>
    played(BASE, rows, 0, { until: null, cadenceMs })
      .standing(12 * MINUTE_MS)
      .alerts.map((alert) => alert.at / MINUTE_MS);

  expect(at(null)[0]).toBe(7);
  expect(at(5 * MINUTE_MS)[0]).toBe(10);
});
