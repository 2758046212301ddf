import type { WallMs } from '../zone/zone';
import { type Duration, lengthOf } from './duration';
import { minus, ONE, type Ratio } from './ratio';

export type Comparison = 'gt' | 'gte' | 'lt' | 'lte';

/** What the numbers of the series are. */
export type Measure =
  | { readonly type: 'counts' }
  /** Each number is a share already: of successes, or of failures. */
  | { readonly type: 'raw'; readonly of: 'success' | 'failure' }
  /** Each number is good where the comparison holds. */
  | { readonly type: 'threshold'; readonly op: Comparison; readonly value: number };

export type Method =
  | { readonly type: 'Occurrences' }
  | { readonly type: 'Timeslices'; readonly sliceMs: number; readonly target: Ratio }
  | { readonly type: 'RatioTimeslices'; readonly sliceMs: number };

/** The time that the budget is for. A calendar's periods begin at `start` + k × duration on the zone's clock. */
export type TimeWindow = {
  readonly duration: Duration;
  readonly calendar: { readonly start: WallMs; readonly zone: string } | null;
};

export type Objective = {
  readonly slo: string;
  readonly objective: string;
  /** From 0, below 1. */
  readonly target: Ratio;
  readonly window: TimeWindow;
  readonly method: Method;
  /** Null where the SLI is a document that was not given. */
  readonly measure: Measure | null;
  /** Instead of what follows from target and burn rate. */
  readonly minimumEvents: Ratio | null;
};

/** The share that may be bad. */
export const budgetOf = ({ target }: Pick<Objective, 'target'>): Ratio => minus(ONE, target);

/** In milliseconds; a calendar's months count 30 days, quarters 90, years 365. */
export const windowLength = ({ window }: Pick<Objective, 'window'>): number => lengthOf(window.duration);
