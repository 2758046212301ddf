import type { Objective } from '../../../core/slo/objective';
import { ratioOf, toNumber } from '../../../core/slo/ratio';
import { Replay } from '../../../core/slo/replay';
import { DAY_MS } from '../../../core/time';

// A request-based SLO of 85 % over 5 days, day by day, with budgets to one decimal:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
const DAYS = [
  // requests, bad ones, then of the last 5 days: requests, good ones, budget, what is left of it
  [10, 1, 10, 9, 1.5, 0.5],
  [5, 1, 15, 13, 2.3, 0.3],
  [1, 1, 16, 13, 2.4, -0.6],
  [24, 0, 40, 37, 6.0, 3.0],
  [20, 5, 60, 52, 9.0, 1.0],
  [6, 2, 56, 47, 8.4, -0.6],
  [10, 3, 61, 50, 9.2, -1.8],
  [15, 6, 75, 59, 11.3, -4.7],
  [12, 1, 63, 46, 9.5, -7.5],
  [14, 5, 57, 40, 8.5, -8.5],
] as const;

const OBJECTIVE: Objective = {
  slo: 'aws',
  objective: '1',
  target: ratioOf(0.85),
  window: { duration: { value: 5, unit: 'd' }, calendar: null },
  method: { type: 'Occurrences' },
  measure: { type: 'counts' },
  minimumEvents: null,
};

test.each(DAYS.map((day, at) => [at + 1, day] as const))('day %d of AWS’s example', (count, day) => {
  const replay = new Replay(OBJECTIVE, { until: null, cadenceMs: null });
  for (const [at, [total, bad]] of DAYS.slice(0, count).entries()) {
    replay.add({ time: at * DAY_MS, endsAt: (at + 1) * DAY_MS, good: BigInt(total - bad), total: BigInt(total) });
  }

  const { sli, budget } = replay.standing(count * DAY_MS);

  const [, , total, good, allowed, remaining] = day;
  expect(sli && toNumber(sli)).toBe(good / total);
  // Published rounded: within half of the last decimal.
  expect(Math.abs((budget ? toNumber(budget.total) : Number.NaN) - allowed)).toBeLessThan(0.0501);
  expect(Math.abs((budget ? toNumber(budget.remaining) : Number.NaN) - remaining)).toBeLessThan(0.0501);
});
