/** How likely each fault is, per port call, message or process; all zero is a world where nothing goes wrong. */
export type Faults = {
  /** The process dies at the call, before or after it is applied. */
  readonly crash: number;
  /** The call is refused and nothing happens. */
  readonly throttle: number;
  /** The call is applied, and reported as failed. */
  readonly appliedButFailed: number;
  /** The call takes seconds. */
  readonly late: number;
  /** A hint is never delivered. */
  readonly lost: number;
  readonly doubled: number;
  /** A message comes much later than it should. */
  readonly delayed: number;
  /** A sweep does not run. */
  readonly missedSweep: number;
  /** A read of the due index misses what was just written. */
  readonly stale: number;
  /** A provider answers with an error, or not at all. */
  readonly refused: number;
  readonly silent: number;
};

export const NO_FAULTS: Faults = {
  crash: 0,
  throttle: 0,
  appliedButFailed: 0,
  late: 0,
  lost: 0,
  doubled: 0,
  delayed: 0,
  missedSweep: 0,
  stale: 0,
  refused: 0,
  silent: 0,
};
