import { DAY_MS, type EpochMs, MINUTE_MS } from '../time';
import type { WallMs, Zone } from './zone';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Mon 2026-01-05 09:00` on the zone's clock; seconds only where there are any. */
export function shown(zone: Zone, instant: EpochMs): string {
  const wall = zone.wallAt(instant);
  const text = new Date(wall).toISOString();
  return `${weekdayText(wall)} ${text.slice(0, 10)} ${text.slice(11, wall % MINUTE_MS === 0 ? 16 : 19)}`;
}

/** `Mon` */
export const weekdayText = (wall: WallMs): string => WEEKDAYS[new Date(wall).getUTCDay()] ?? '';

/** The wall clock's midnight at or before a reading. */
export const midnight = (wall: WallMs): WallMs => Math.floor(wall / DAY_MS) * DAY_MS;
