import { DAY_MS, type EpochMs, HOUR_MS } from '../time';
import { midnight } from '../zone/show';
import { type WallMs, type Zone, zoneOf } from '../zone/zone';
import type { Shift } from './on-call';
import { joined, type Span } from './turns';

/** What the duty of one person weighs. */
export type Load = {
  readonly person: string;
  /** On call in all; time on two schedules at once counts once. */
  readonly hours: number;
  /** Nights, 22:00 to 06:00 on the person's own clock, with an hour or more on call. */
  readonly nights: number;
  /** Weekends, from Saturday's midnight to Monday's on the person's own clock, with an hour or more on call. */
  readonly weekends: number;
};

const NIGHT = { from: 22 * HOUR_MS, to: 30 * HOUR_MS };
const WEEKEND = { from: 0, to: 2 * DAY_MS };
/** Less than this of a night or a weekend does not spoil it. */
const COUNTS_MS = HOUR_MS;

const isSaturday = (day: WallMs): boolean => new Date(day).getUTCDay() === 6;

/** How many of the periods that begin on these days hold an hour or more of the spans, which are in order. */
function touched(
  spans: readonly Span[],
  zone: Zone,
  period: { readonly from: number; readonly to: number },
  isDay: (day: WallMs) => boolean,
): number {
  const hours = new Map<WallMs, number>();
  for (const { from, to } of spans) {
    const last = midnight(zone.wallAt(to));
    for (let day = midnight(zone.wallAt(from)) - 2 * DAY_MS; day <= last; day += DAY_MS) {
      if (!isDay(day)) continue;
      const begin = Math.max(from, zone.instantAt(day + period.from));
      const end = Math.min(to, zone.instantAt(day + period.to));
      if (begin < end) hours.set(day, (hours.get(day) ?? 0) + end - begin);
    }
  }
  return [...hours.values()].filter((ms) => ms >= COUNTS_MS).length;
}

/**
 * How the duty of some shifts is spread over people, the heaviest load first.
 * @param shifts of one schedule or of several
 * @param timezoneOf the zone in which a person sleeps
 */
export function fairness(
  shifts: readonly Shift[],
  people: readonly string[],
  timezoneOf: (person: string) => string,
): readonly Load[] {
  const loads = people.map((person): Load => {
    const own = joined(shifts.filter((shift) => shift.people.includes(person)));
    const zone = zoneOf(timezoneOf(person));
    const ms = own.reduce((sum: number, { from, to }): EpochMs => sum + to - from, 0);
    return {
      person,
      hours: ms / HOUR_MS,
      nights: touched(own, zone, NIGHT, () => true),
      weekends: touched(own, zone, WEEKEND, isSaturday),
    };
  });
  return loads.sort((a, b) => b.hours - a.hours || (a.person < b.person ? -1 : 1));
}
