import type { Random } from './random';

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

/** Some worlds are calm, some have one kind of fault, some have them all. */
export function generateFaults(random: Random): Faults {
  const kind = random.next();
  const chance = (most: number): number => (kind < 0.1 || random.chance(0.4) ? 0 : most * random.next());
  return {
    crash: chance(0.1),
    throttle: chance(0.15),
    appliedButFailed: chance(0.15),
    late: chance(0.6),
    lost: chance(0.5),
    doubled: chance(0.3),
    delayed: chance(0.3),
    missedSweep: chance(0.5),
    stale: chance(0.5),
    refused: chance(0.3),
    silent: chance(0.2),
  };
}

export const isCalm = (faults: Faults): boolean => Object.values(faults).every((chance) => chance === 0);
