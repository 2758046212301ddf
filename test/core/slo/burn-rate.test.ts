import { pairsOf, timesOf } from '../../../core/slo/burn-rate';
import type { Unit } from '../../../core/slo/duration';
import { budgetOf, type Objective } from '../../../core/slo/objective';
import { ratioOf, toNumber } from '../../../core/slo/ratio';

const objective = (target: number, value: number, unit: Unit = 'd'): Objective => ({
  slo: 'checkout',
  objective: '1',
  target: ratioOf(target),
  window: { duration: { value, unit }, calendar: null },
  method: { type: 'Occurrences' },
  measure: null,
  minimumEvents: null,
});
const rates = (one: Objective) => pairsOf(one).map(({ burnRate }) => toNumber(burnRate));

// https://sre.google/workbook/alerting-on-slos/, table 5-8; other periods by the same fraction of the budget.
test.each([
  [0.999, 30, [14.4, 6, 3, 1]],
  [0.99, 30, [14.4, 6, 3, 1]],
  [0.999, 28, [13.44, 5.6, 2.8, 14 / 15]],
  [0.999, 7, [3.36, 1.4, 0.7, 7 / 30]],
])('the burn rates for %d over %d days', (target, days, expected) => {
  expect(rates(objective(target, days))).toEqual(expected);
});

test.each([
  [0.999, 0.001],
  [0.9995, 0.0005],
  [0.95, 0.05],
])('a target of %d leaves %d, not a sum of floating point', (target, budget) => {
  expect(toNumber(budgetOf(objective(target, 30)))).toBe(budget);
});

// Detection time = (1 - SLO) / error ratio × window × burn rate; recovery = window × (1 - burn rate × (1 - SLO)): ibid.
test('how soon an outage is noticed and over, for 99.9 % over 30 days', () => {
  const one = objective(0.999, 30);
  const [page] = pairsOf(one).map((pair) => timesOf(one, pair));

  expect(page && [page.detectionMs, page.resetMs, page.worstDetectionMs].map(toNumber)).toEqual([
    51_840, 295_680, 471_840,
  ]);
});

test('at least as many events as one failure must not be enough for', () => {
  expect(pairsOf(objective(0.999, 30)).map(({ minimumEvents }) => minimumEvents && toNumber(minimumEvents))).toEqual([
    1_000 / 14.4,
    1_000 / 6,
    1_000 / 3,
    1_000,
  ]);
});

test('a burn rate that not even an outage reaches can never fire', () => {
  // B fires only where the objective is above 1 - 1/B: 14.4 needs more than 93.06 %, 6 more than 83.33 %.
  const never = (target: number) => pairsOf(objective(target, 30)).map(({ minimumEvents }) => minimumEvents === null);

  expect(never(0.94)).toEqual([false, false, false, false]);
  expect(never(0.93)).toEqual([true, false, false, false]);
  expect(never(0.5)).toEqual([true, true, true, false]);
  expect(never(0)).toEqual([true, true, true, true]);
});
