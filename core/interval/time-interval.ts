import type { Route } from '../routing/route';
import { DAY_MS, type EpochMs, MINUTE_MS } from '../time';
import { clockChange, offsetMs, type WallClock, wallClock } from './wall-clock';

/** Both ends count. */
export type Range = { readonly from: number; readonly to: number };

/** Times at which all of what it names holds; null: it says nothing about that. An empty list holds for nothing. */
export type Period = {
  /** Minutes of the day; the end does not count, and may be 1440. */
  readonly times: readonly Range[] | null;
  /** 0 is Sunday. */
  readonly weekdays: readonly Range[] | null;
  /** Negative days count from the end of the month: -1 is its last. */
  readonly daysOfMonth: readonly Range[] | null;
  /** 1 is January. */
  readonly months: readonly Range[] | null;
  readonly years: readonly Range[] | null;
  /** An IANA time zone; null is UTC. */
  readonly location: string | null;
};

/** A named set of times: those of any of its periods. */
export type TimeInterval = { readonly name: string; readonly periods: readonly Period[] };

export type TimeIntervals = Readonly<Record<string, TimeInterval>>;

const within = (ranges: readonly Range[] | null, value: number): boolean =>
  ranges === null || ranges.some(({ from, to }) => value >= from && value <= to);

/** A range that begins after the end of the month holds for nothing; one that ends there is cut. */
function onDays(ranges: readonly Range[] | null, { day, daysInMonth }: WallClock): boolean {
  if (ranges === null) return true;
  const from1 = (date: number) => (date < 0 ? daysInMonth + date + 1 : date);
  return ranges.some(({ from, to }) => day >= from1(from) && day <= from1(to));
}

function holds({ times, weekdays, daysOfMonth, months, years, location }: Period, instant: EpochMs): boolean {
  const clock = wallClock(location, instant);
  return (
    (times === null || times.some(({ from, to }) => clock.minute >= from && clock.minute < to)) &&
    within(weekdays, clock.weekday) &&
    onDays(daysOfMonth, clock) &&
    within(months, clock.month) &&
    within(years, clock.year)
  );
}

/**
 * Is an instant within an interval? The clock on the wall counts: an hour that an autumn night has twice counts twice,
 * one that a spring night skips never comes.
 * @throws {RangeError} when a period's location is no time zone
 */
export const isWithin = ({ periods }: TimeInterval, instant: EpochMs): boolean =>
  periods.some((period) => holds(period, instant));

export type TimedRoute = Pick<Route, 'muteTimeIntervals' | 'activeTimeIntervals'>;

const intervalOf = (intervals: TimeIntervals, name: string): TimeInterval | null =>
  Object.hasOwn(intervals, name) ? (intervals[name] ?? null) : null;

/**
 * The intervals that mute a route at an instant, by name: all its active ones when it is outside of each of them, else
 * those of its mute ones that it is in. Children do not inherit them.
 */
export function mutedByTime(route: TimedRoute, intervals: TimeIntervals, now: EpochMs): readonly string[] {
  const contains = (name: string) => {
    const interval = intervalOf(intervals, name);
    return interval !== null && isWithin(interval, now);
  };
  const { muteTimeIntervals: mute, activeTimeIntervals: active } = route;
  if (active.length > 0 && !active.some(contains)) return [...new Set(active)];
  return [...new Set(mute)].filter(contains);
}

const LATEST_MS = 5 * 366 * DAY_MS;

/** The next instant at which a period could begin or cease to hold: a time that it names, midnight, a clock change. */
function nextBoundary({ times, location }: Period, after: EpochMs): EpochMs {
  const midnight = DAY_MS / MINUTE_MS;
  const { minute } = wallClock(location, after);
  const marks = (times ?? []).flatMap(({ from, to }) => [from, to]).filter((mark) => mark > minute);
  const local = after + offsetMs(location, after);
  const startOfMinute = after - (((local % MINUTE_MS) + MINUTE_MS) % MINUTE_MS);
  const boundary = startOfMinute + (Math.min(midnight, ...marks) - minute) * MINUTE_MS;
  return clockChange(location, after, boundary) ?? boundary;
}

function changesAfter(answer: (instant: EpochMs) => boolean, periods: readonly Period[], now: EpochMs): EpochMs | null {
  const before = answer(now);
  let at = now;
  while (periods.length > 0 && at < now + LATEST_MS) {
    const from = at;
    at = Math.min(...periods.map((period) => nextBoundary(period, from)));
    if (answer(at) !== before) return at;
  }
  return null;
}

/** When an interval next begins or ends after an instant; null: not within five years. */
export const nextChange = (interval: TimeInterval, now: EpochMs): EpochMs | null =>
  changesAfter((instant) => isWithin(interval, instant), interval.periods, now);

/** When a route is next muted, or no longer, by its times; null: not within five years. */
export function nextMuteChange(route: TimedRoute, intervals: TimeIntervals, now: EpochMs): EpochMs | null {
  const names = [...route.muteTimeIntervals, ...route.activeTimeIntervals];
  const periods = names.flatMap((name) => intervalOf(intervals, name)?.periods ?? []);
  return changesAfter((instant) => mutedByTime(route, intervals, instant).length > 0, periods, now);
}
