import type { EpochMs } from '../time';
import type { Comparison } from './objective';
import { type Ratio, toNumber } from './ratio';
import { PARTS } from './tally';

const HOLDS: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
};

type Counts = { readonly good: bigint; readonly total: bigint };

/** One event, good where the comparison holds. */
export const thresholdCounts = (value: number, op: Comparison, limit: number): Counts => ({
  good: HOLDS[op](value, limit) ? 1n : 0n,
  total: 1n,
});

/**
 * One event, in {@link PARTS}, whose good share is the ratio; what is below 10^-30 counts as good.
 * @throws {RangeError} for what is no share
 */
export function rawCounts(share: Ratio, of: 'success' | 'failure'): Counts {
  if (share.num < 0n || share.num > share.den) throw new RangeError(`${toNumber(share)} is not between 0 and 1`);
  const bad = of === 'failure' ? share.num : share.den - share.num;
  return { good: PARTS - (bad * PARTS) / share.den, total: PARTS };
}

/** The distance that most neighbours have, the shorter of two that are as frequent; null for fewer than two. */
export function commonestStep(times: readonly EpochMs[]): number | null {
  const counts = new Map<number, number>();
  for (const [at, time] of times.slice(1).entries()) {
    const step = time - (times[at] ?? time);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let best: number | null = null;
  for (const [step, count] of counts) {
    const least = best === null ? 0 : (counts.get(best) ?? 0);
    if (count > least || (count === least && best !== null && step < best)) best = step;
  }
  return best;
}
