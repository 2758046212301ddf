import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time';
import { budgetOf, type Objective, windowLength } from './objective';
import { compare, minus, ONE, over, parseRatio, type Ratio, times } from './ratio';

export type Severity = 'page' | 'ticket';

/** Alerts while the burn rate is above `burnRate` both in the long and in the short window. */
export type Pair = {
  readonly severity: Severity;
  readonly longMs: number;
  readonly shortMs: number;
  /** The share of the period's budget that is gone when the long window is full of this burn rate. */
  readonly spent: Ratio;
  readonly burnRate: Ratio;
  /** Below this many events in the long window it does not fire; null where it never can. */
  readonly minimumEvents: Ratio | null;
};

const share = (text: string): Ratio => parseRatio(text) ?? ONE;
/** @see https://sre.google/workbook/alerting-on-slos/ table 5-8; the short window is a twelfth of the long one. */
const TABLE = [
  { severity: 'page', longMs: HOUR_MS, shortMs: 5 * MINUTE_MS, spent: share('0.02') },
  { severity: 'page', longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS, spent: share('0.05') },
  { severity: 'ticket', longMs: DAY_MS, shortMs: 2 * HOUR_MS, spent: share('0.1') },
  { severity: 'ticket', longMs: 3 * DAY_MS, shortMs: 6 * HOUR_MS, spent: share('0.1') },
] as const;

/** Every window of the table, shortest first, as people call it. */
export const BURN_WINDOWS = [
  ['5m', 5 * MINUTE_MS],
  ['30m', 30 * MINUTE_MS],
  ['1h', HOUR_MS],
  ['2h', 2 * HOUR_MS],
  ['6h', 6 * HOUR_MS],
  ['24h', DAY_MS],
  ['3d', 3 * DAY_MS],
] as const;

const whole = (number: number): Ratio => ({ num: BigInt(number), den: 1n });

/**
 * The four pairs for an objective's own period: 99.9 % over 30 days gives 14.4, 6, 3 and 1; over 28 days 13.44 …
 * A pair whose burn rate would need more than every event to be bad can never fire.
 */
export function pairsOf(objective: Objective): readonly Pair[] {
  const period = whole(windowLength(objective));
  return TABLE.map(({ severity, longMs, shortMs, spent }) => {
    const burnRate = times(spent, over(period, whole(longMs)));
    const badShare = times(burnRate, budgetOf(objective));
    const minimum = compare(badShare, ONE) < 0 ? (objective.minimumEvents ?? over(ONE, badShare)) : null;
    return { severity, longMs, shortMs, spent, burnRate, minimumEvents: minimum };
  });
}

/** How often the evaluator looks, and how far behind the present, for metrics come late. */
export const CADENCE_MS = 5 * MINUTE_MS;
export const SETTLE_LAG_MS = 2 * MINUTE_MS;

export type Times = { readonly detectionMs: Ratio; readonly resetMs: Ratio; readonly worstDetectionMs: Ratio };

/**
 * When everything fails at once: until a pair notices, until its short window is below again after all is well, and
 * until it is noticed at the latest, with the evaluator's cadence and settle lag. Null where it never fires.
 */
export function timesOf(objective: Objective, { longMs, shortMs, burnRate, minimumEvents }: Pair): Times | null {
  if (minimumEvents === null) return null;
  const badShare = times(burnRate, budgetOf(objective));
  const detectionMs = times(badShare, whole(longMs));
  return {
    detectionMs,
    resetMs: times(minus(ONE, badShare), whole(shortMs)),
    worstDetectionMs: minus(detectionMs, whole(-CADENCE_MS - SETTLE_LAG_MS)),
  };
}
