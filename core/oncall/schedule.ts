import type { WallMs } from '../zone/zone';

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * When a layer is active: on these days from one time of day to the other, by the clock of the schedule's zone. An end
 * that is not after the start lies on the next day, so that the days are those on which it begins.
 */
export type ActiveSpan = {
  readonly days: readonly Weekday[];
  /** Minutes after midnight, 0 to 1439. */
  readonly fromMinute: number;
  /** Minutes after midnight, 0 to 1440. */
  readonly toMinute: number;
};

export type RotationUnit = 'hourly' | 'daily' | 'weekly';

/** Who takes turns, and when. */
export type Layer = {
  readonly name: string;
  readonly rotation: RotationUnit;
  /** How many hours, days or weeks one turn lasts. */
  readonly every: number;
  /**
   * A handoff, by the clock of the schedule's zone: the first person's turn begins, and every turn before and after it
   * is counted from here. It is no beginning: the rotation goes on before it too.
   */
  readonly handoff: WallMs;
  /** In the order of their turns. */
  readonly people: readonly string[];
  /** Null: always. */
  readonly active: readonly ActiveSpan[] | null;
};

/** Who is on call when; a later layer wins where it is active. */
export type Schedule = {
  readonly name: string;
  readonly timezone: string;
  readonly layers: readonly Layer[];
};
