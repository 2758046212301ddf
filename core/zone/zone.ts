import { DAY_MS, type EpochMs, SECOND_MS } from '../time';

/** What a clock on the wall shows: milliseconds from 1970-01-01T00:00 on that clock, so that its days have 24 hours. */
export type WallMs = number;

/** A time zone of the IANA database. */
export type Zone = {
  readonly name: string;
  /** By how much the wall clock is ahead of UTC, in milliseconds. */
  offsetAt(instant: EpochMs): number;
  wallAt(instant: EpochMs): WallMs;
  /**
   * When the clock shows this. A time that is skipped in spring counts as much later as the clock is moved (02:30 is
   * 03:30); a time that comes twice in autumn is its first: `compatible` of Temporal, and what RFC 5545 asks for.
   */
  instantAt(wall: WallMs): EpochMs;
};

/** A bit over a year: a zone has few transitions in it. */
const WINDOW_MS = 2 ** 35;
/** Windows that are kept per zone: two centuries. */
const MAX_WINDOWS = 200;

/** From `at` on the clock is ahead of UTC by `offset`. */
type Period = { readonly at: EpochMs; readonly offset: number };

/**
 * How far the clock is ahead of UTC, as the platform knows it. It takes microseconds, so it is asked for the changes of
 * the clock only.
 * @throws {RangeError} for a name that is none
 */
function askedOf(name: string): (instant: EpochMs) => number {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', { ...parts, second: 'numeric', timeZone: name, hourCycle: 'h23' });
  return (instant) => {
    const read: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) read[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / SECOND_MS) * SECOND_MS;
  };
}

/** No zone moves its clock twice within two days. */
const LOOK_MS = DAY_MS;

function periodsOf(offsetAt: (instant: EpochMs) => number, window: number): readonly Period[] {
  const [start, end] = [window * WINDOW_MS, (window + 1) * WINDOW_MS];
  const periods: Period[] = [{ at: start, offset: offsetAt(start) }];
  let offset = offsetAt(start);
  for (let from = start; from < end; from += LOOK_MS) {
    const to = Math.min(from + LOOK_MS, end - 1);
    const later = offsetAt(to);
    if (later !== offset) periods.push({ at: changeBetween(offsetAt, from, to), offset: later });
    offset = later;
  }
  return periods;
}

/** The first instant at which the offset is no longer that of `from`, but that of `to`. */
function changeBetween(offsetAt: (instant: EpochMs) => number, from: EpochMs, to: EpochMs): EpochMs {
  const later = offsetAt(to);
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === later) after = middle;
    else before = middle;
  }
  return after;
}

function makeZone(name: string): Zone {
  const asked = askedOf(name);
  const windows = new Map<number, readonly Period[]>();
  const periodsAt = (instant: EpochMs): readonly Period[] => {
    const window = Math.floor(instant / WINDOW_MS);
    const known = windows.get(window);
    if (known) return known;
    const periods = periodsOf(asked, window);
    if (windows.size >= MAX_WINDOWS) windows.clear();
    windows.set(window, periods);
    return periods;
  };
  const offsetAt = (instant: EpochMs): number => {
    let offset = 0;
    for (const period of periodsAt(instant)) {
      if (period.at > instant) break;
      offset = period.offset;
    }
    return offset;
  };
  return {
    name,
    offsetAt,
    wallAt: (instant) => instant + offsetAt(instant),
    instantAt: (wall) => {
      // No zone is further from UTC than a day, nor moves its clock twice within two.
      const before = offsetAt(wall - DAY_MS);
      const after = offsetAt(wall + DAY_MS);
      const first = wall - before;
      if (before === after || offsetAt(first) === before) return first;
      const second = wall - after;
      return offsetAt(second) === after ? second : first;
    },
  };
}

const zones = new Map<string, Zone>();

/**
 * A zone by its IANA name. Its transitions are asked of the platform once; what follows is arithmetic.
 * @throws {RangeError} for a name that is none, see {@link isZone}
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}

/** Is it the name of a zone, like `Europe/Paris`? An offset, such as `+02:00`, knows no daylight saving and is none. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The clock's reading at a text like `2026-01-05T09:00`; null for anything else, and for days that do not exist. */
export function parseWall(text: string): WallMs | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text)) return null;
  const wall = Date.parse(`${text}Z`);
  // JavaScript takes 30 February for 2 March, and 24:00 for the next day.
  return Number.isFinite(wall) && printWall(wall).startsWith(text.slice(0, 16)) ? wall : null;
}

/** `2026-01-05T09:00`, with seconds where there are any. */
export function printWall(wall: WallMs): string {
  const text = new Date(wall).toISOString();
  return wall % 60_000 === 0 ? text.slice(0, 16) : text.slice(0, 19);
}
