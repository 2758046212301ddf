/** Values as they were measured, described by what a single slow run does not move. */
export type Summary = {
  readonly n: number;
  readonly median: number;
  /** Nine in ten were no greater. */
  readonly p90: number;
  readonly min: number;
  readonly max: number;
};

/** @throws {RangeError} when nothing was measured */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  return {
    n: sorted.length,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
  };
}

export const median = (values: readonly number[]): number => summarise(values).median;

/** Between two values, on the straight line that joins them. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
