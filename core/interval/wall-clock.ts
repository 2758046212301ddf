import { DAY_MS, type EpochMs, MINUTE_MS } from '../time';

/** What the clock on the wall and the calendar beside it show. */
export type WallClock = {
  /** Minutes since midnight, as the clock shows them: 0 to 1439. */
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly day: number;
  readonly daysInMonth: number;
  /** 1 is January. */
  readonly month: number;
  readonly year: number;
};

/** Zones change their clocks at quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

type Zone = { readonly format: Intl.DateTimeFormat; quarter: number; offsetMs: number };
/** A formatter takes tens of microseconds to make. */
const zones = new Map<string, Zone>();

function zoneOf(timezone: string): Zone {
  const known = zones.get(timezone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const zone: Zone = { format, quarter: Number.NaN, offsetMs: 0 };
  zones.set(timezone, zone);
  return zone;
}

/**
 * What to add to an instant for its time in a zone, in milliseconds, since 1973 (before that, zones had odd seconds).
 * @param timezone an IANA name; null is UTC
 * @throws {RangeError} when there is no such zone
 */
export function offsetMs(timezone: string | null, instant: EpochMs): number {
  if (timezone === null || timezone === 'UTC') return 0;
  const zone = zoneOf(timezone);
  const quarter = Math.floor(instant / QUARTER_MS);
  if (zone.quarter === quarter) return zone.offsetMs;
  const start = quarter * QUARTER_MS;
  // 24/03/2026, 09:00
  const [day = 0, month = 1, year = 0, hour = 0, minute = 0] = (zone.format.format(start).match(/\d+/g) ?? []).map(
    Number,
  );
  zone.offsetMs = Date.UTC(year, month - 1, day, hour, minute) - start;
  zone.quarter = quarter;
  return zone.offsetMs;
}

/** Reads the wall clock of a zone at an instant. @throws {RangeError} when there is no such zone */
export function wallClock(timezone: string | null, instant: EpochMs): WallClock {
  const local = instant + offsetMs(timezone, instant);
  const date = new Date(local);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  return {
    minute: Math.floor((((local % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS),
    weekday: date.getUTCDay(),
    day: date.getUTCDate(),
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    month,
    year,
  };
}

/** The first quarter of an hour after one instant and up to another at which a zone puts its clock on or back, or null. */
export function clockChange(timezone: string | null, after: EpochMs, until: EpochMs): EpochMs | null {
  const before = offsetMs(timezone, after);
  if (offsetMs(timezone, until) === before) return null;
  let at = (Math.floor(after / QUARTER_MS) + 1) * QUARTER_MS;
  while (at < until && offsetMs(timezone, at) === before) at += QUARTER_MS;
  return Math.min(at, until);
}
