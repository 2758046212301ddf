import * as z from 'zod';
import type { Period, Range } from '../../core/interval/time-interval';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const CLOCK = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

const isZone = (zone: string): boolean => {
  try {
    // An offset such as +02:00 is accepted by some runtimes and is no zone.
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};

type ReadWord = (word: string) => number | null;
type IsOrdered = (range: Range) => boolean;
const ascending: IsOrdered = ({ from, to }) => from <= to;
/** In the shortest month, too: days from its end count as if it had 28. A range cannot lead from its end to its begin. */
function ascendingDays({ from, to }: Range): boolean {
  const inFebruary = (day: number) => (day < 0 ? 28 + day : day);
  return !(from < 0 && to > 0) && inFebruary(from) <= inFebruary(to);
}

/** `a` or `a:b`, both ends included, in order. */
function readRange(text: string, read: ReadWord, isOrdered: IsOrdered): Range | null {
  const ends = text.toLowerCase().split(':').map(read);
  const [from = null, to = from] = ends;
  if (ends.length > 2 || from === null || to === null) return null;
  return isOrdered({ from, to }) ? { from, to } : null;
}
const named =
  (names: readonly string[], first: number): ReadWord =>
  (word) => {
    const at = names.indexOf(word);
    return at < 0 ? null : at + first;
  };
const whole =
  (from: number, to: number): ReadWord =>
  (word) => {
    const value = /^-?\d+$/.test(word) ? Number(word) : Number.NaN;
    return value !== 0 && value >= from && value <= to ? value : null;
  };
const month: ReadWord = (word) => named(MONTHS, 1)(word) ?? whole(1, 12)(word);

/** A number alone may stand without quotes, as upstream's parser has it. */
const ranges = (read: ReadWord, example: string, isOrdered: IsOrdered = ascending) =>
  z.array(
    z.union([z.string(), z.int()], `write ${example}`).transform((written, context): Range => {
      const range = readRange(String(written), read, isOrdered);
      if (range) return range;
      const message = `${JSON.stringify(written)} is not a range: write ${example}`;
      context.issues.push({ code: 'custom', message, input: written });
      return z.NEVER;
    }),
  );
const clock = z.string().regex(CLOCK, 'write a time of day, like "09:00", up to "24:00"');
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const PeriodNode = z
  .strictObject({
    times: z
      .array(
        z
          .strictObject({ start_time: clock, end_time: clock })
          .refine(({ start_time: from, end_time: to }) => from < to || !CLOCK.test(from) || !CLOCK.test(to), {
            error: 'start_time must be before end_time: write two times where they span midnight',
          })
          .transform(({ start_time, end_time }): Range => ({ from: minuteOf(start_time), to: minuteOf(end_time) })),
      )
      .optional(),
    weekdays: ranges(named(DAYS, 0), '"monday:friday" or "sunday"').optional(),
    days_of_month: ranges(whole(-31, 31), '"1:5" or "-1"', ascendingDays).optional(),
    months: ranges(month, '"january:march" or "12"').optional(),
    years: ranges(whole(1, 9999), '"2026" or "2026:2028"').optional(),
    location: z
      .string()
      .refine((zone) => zone === '' || isZone(zone), 'write a time zone, like "Europe/Paris"')
      .optional(),
  })
  .transform(
    ({ times, weekdays, days_of_month, months, years, location }): Period => ({
      times: times ?? null,
      weekdays: weekdays ?? null,
      daysOfMonth: days_of_month ?? null,
      months: months ?? null,
      years: years ?? null,
      location: location || null,
    }),
  );

/** A named set of times, which routes refer to. Weekday ranges cannot wrap, and an end time is exclusive, as upstream. */
export const TimeInterval = z.strictObject({
  name: z.string().min(1, 'must not be empty'),
  time_intervals: z.array(PeriodNode).optional(),
});
