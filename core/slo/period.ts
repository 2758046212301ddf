import type { EpochMs } from '../time';
import { type WallMs, zoneOf } from '../zone/zone';
import { type Duration, lengthOf } from './duration';
import type { TimeWindow } from './objective';

/** From `start` up to, but without, `end`. */
export type Period = { readonly start: EpochMs; readonly end: EpochMs };

const MONTHS: Readonly<Record<string, number>> = { M: 1, Q: 3, Y: 12 };

/** So many months later on the clock; a day that the month lacks is its last. */
function addMonths(wall: WallMs, months: number): WallMs {
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

/** Counted from the first start, so that a 31st comes back after a February. */
function boundary(start: WallMs, { value, unit }: Duration, k: number): WallMs {
  const months = MONTHS[unit];
  return months === undefined ? start + k * lengthOf({ value, unit }) : addMonths(start, k * value * months);
}

/** The period that an instant is in: the time up to it for a rolling window, which has no end of its own. */
export function periodAt({ duration, calendar }: TimeWindow, instant: EpochMs): Period {
  const length = lengthOf(duration);
  if (!calendar) return { start: instant + 1 - length, end: instant + 1 };
  const zone = zoneOf(calendar.zone);
  const at = (k: number): EpochMs => zone.instantAt(boundary(calendar.start, duration, k));
  // Months are up to three days from 30 and quarters from 90: a guess that is near, then step by step.
  let k = Math.floor((zone.wallAt(instant) - calendar.start) / length);
  while (at(k) > instant) k -= 1;
  while (at(k + 1) <= instant) k += 1;
  return { start: at(k), end: at(k + 1) };
}
