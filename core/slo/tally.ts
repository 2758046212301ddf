import type { EpochMs } from '../time';
import type { Method } from './objective';

/** What one interval held; `good` and `total` in parts of an event, see {@link PARTS}. */
export type Row = {
  readonly time: EpochMs;
  readonly endsAt: EpochMs;
  readonly good: bigint;
  readonly total: bigint;
};

/** A raw ratio and the ratio of a slice are counted in these parts of one, so that sums need no rounding. */
export const PARTS = 10n ** 30n;

/** Sums that rows enter at one end and leave at the other, in the order of time. */
export type Tally = {
  add(row: Row): void;
  remove(row: Row): void;
  /** In `unit`s: parts of events, or of slices. */
  readonly bad: bigint;
  readonly total: bigint;
  readonly unit: bigint;
  /** Parts of events, whatever the method counts. */
  readonly events: bigint;
};

/** Events, good and bad, each counted once. */
class Occurrences implements Tally {
  bad = 0n;
  total = 0n;

  constructor(readonly unit: bigint) {}

  get events(): bigint {
    return this.total;
  }

  add({ good, total }: Row): void {
    this.bad += total - good;
    this.total += total;
  }

  remove({ good, total }: Row): void {
    this.bad -= total - good;
    this.total -= total;
  }
}

type Slice = { readonly index: number; rows: number; good: bigint; total: bigint };

/** How bad a slice with events is, in parts of a slice. */
type Judge = (good: bigint, total: bigint) => bigint;

/** Slices that have events; one without is neither good nor bad. */
class Slices implements Tally {
  bad = 0n;
  total = 0n;
  events = 0n;
  private slices: Slice[] = [];
  private first = 0;

  constructor(
    private readonly sliceMs: number,
    readonly unit: bigint,
    private readonly judge: Judge,
  ) {}

  add({ time, good, total }: Row): void {
    const index = Math.floor(time / this.sliceMs);
    const last = this.slices.at(-1);
    const slice = last?.index === index ? last : { index, rows: 0, good: 0n, total: 0n };
    if (slice !== last) this.slices.push(slice);
    this.change(slice, 1, good, total);
  }

  remove({ good, total }: Row): void {
    const slice = this.slices[this.first];
    if (!slice) return;
    this.change(slice, -1, -good, -total);
    if (slice.rows > 0) return;
    this.first += 1;
    if (this.first < 1_024 || this.first * 2 < this.slices.length) return;
    this.slices = this.slices.slice(this.first);
    this.first = 0;
  }

  private change(slice: Slice, rows: number, good: bigint, total: bigint): void {
    this.count(slice, -1n);
    slice.rows += rows;
    slice.good += good;
    slice.total += total;
    this.events += total;
    this.count(slice, 1n);
  }

  private count({ good, total }: Slice, sign: bigint): void {
    if (total === 0n) return;
    this.bad += sign * this.judge(good, total);
    this.total += sign * this.unit;
  }
}

/** @param parts how many parts one event has: 1 for counts and thresholds, {@link PARTS} for raw ratios */
export function tallyOf(method: Method, parts: bigint): Tally {
  switch (method.type) {
    case 'Occurrences':
      return new Occurrences(parts);
    case 'Timeslices': {
      const { num, den } = method.target;
      return new Slices(method.sliceMs, 1n, (good, total) => (good * den >= num * total ? 0n : 1n));
    }
    case 'RatioTimeslices':
      // What a division leaves over, below 10^-30 of a slice, counts as good: it can never raise an alert.
      return new Slices(method.sliceMs, PARTS, (good, total) => ((total - good) * PARTS) / total);
  }
}
