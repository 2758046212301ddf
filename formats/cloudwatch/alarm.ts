import type { EpochMs } from '../../core/time';
import type { Loose } from '../loose';
import type { Measure } from './measure';
import type { Pairs } from './pairs';

export const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const;
export type State = (typeof STATES)[number];

/** One transition of an alarm, whichever way it came; absent texts are empty. */
export type AlarmTransition = {
  readonly name: string;
  /** As given, or built; what names the alarm even where account or region are missing. */
  readonly arn: string;
  readonly account: string;
  /** The code, "us-east-1". */
  readonly region: string;
  readonly description: string;
  readonly state: State;
  /** Null: the message does not say. */
  readonly previous: State | null;
  readonly changedAt: EpochMs;
  /** When it went into ALARM, where the message tells. */
  readonly alarmSince: EpochMs | null;
  readonly reason: string;
  readonly reasonData: Loose;
  readonly tags: Pairs;
  /** ARNs of what the alarm acts on; topics among them. */
  readonly actions: readonly string[];
  /** The time series of a multi-series alarm. */
  readonly contributor: string;
  readonly attributes: Pairs;
  /** Its time series notify by themselves, too. */
  readonly hasContributors: boolean;
  /** Null for composites and others that measure nothing. */
  readonly measure: Measure | null;
  /** A composite's rule. */
  readonly rule: string;
  /** ARNs of a composite's children that made it change. */
  readonly children: readonly string[];
  /** Why CloudWatch itself told nobody, where it says so. */
  readonly withheld: string;
};

/** The state that a text names; null for anything else. */
export function readState(text: string): State | null {
  const state = text.trim().toUpperCase().replace(/[ -]/g, '_');
  return STATES.find((known) => known === state) ?? null;
}
