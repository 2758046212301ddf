import * as z from 'zod';

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

/** `a` or `a:b`, both ends included, in order. */
function isRange(text: string, read: (word: string) => number | null): boolean {
  const ends = text.split(':').map((word) => read(word.trim().toLowerCase()));
  const [from = null, to = from] = ends;
  return ends.length <= 2 && from !== null && to !== null && (from <= to || (from > 0 && to < 0));
}
const named = (names: readonly string[], first: number) => (word: string) => {
  const at = names.indexOf(word);
  return at < 0 ? null : at + first;
};
const whole = (from: number, to: number) => (word: string) => {
  const value = /^-?\d+$/.test(word) ? Number(word) : Number.NaN;
  return value !== 0 && value >= from && value <= to ? value : null;
};
const month = (word: string) => named(MONTHS, 1)(word) ?? whole(1, 12)(word);

const range = (read: (word: string) => number | null, example: string) =>
  z.string().refine((text) => isRange(text, read), {
    error: ({ input }) => `${JSON.stringify(input)} is not a range: write ${example}`,
  });
const clock = z.string().regex(CLOCK, 'write a time of day, like "09:00", up to "24:00"');

const Period = z.strictObject({
  times: z
    .array(
      z
        .strictObject({ start_time: clock, end_time: clock })
        .refine(({ start_time: from, end_time: to }) => from < to || !CLOCK.test(from) || !CLOCK.test(to), {
          error: 'start_time must be before end_time',
        }),
    )
    .optional(),
  weekdays: z.array(range(named(DAYS, 0), '"monday:friday" or "sunday"')).optional(),
  days_of_month: z.array(range(whole(-31, 31), '"1:5" or "-1"')).optional(),
  months: z.array(range(month, '"january:march" or "12"')).optional(),
  years: z.array(range(whole(1, 9999), '"2026" or "2026:2028"')).optional(),
  location: z.string().refine(isZone, 'write a time zone, like "Europe/Paris"').optional(),
});

/** A named set of times, which routes refer to. Weekday ranges cannot wrap, and an end time is exclusive, as upstream. */
export const TimeInterval = z.strictObject({
  name: z.string().min(1, 'must not be empty'),
  time_intervals: z.array(Period).optional(),
});
