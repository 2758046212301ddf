import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Override } from '../../../core/oncall/override';
import type { ActiveSpan, Layer, Schedule, Weekday } from '../../../core/oncall/schedule';
import { DAY_MS, type EpochMs, HOUR_MS } from '../../../core/time';
import { parseWall } from '../../../core/zone/zone';

export const at = (text: string): EpochMs => Date.parse(text);
export const iso = (instant: EpochMs | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().replace(':00.000Z', 'Z');

type Change = Omit<Partial<Layer>, 'handoff'> & { readonly handoff?: string };

/** A week each from Monday 2026-01-05 at nine. */
export const layer = ({ handoff = '2026-01-05T09:00', ...change }: Change = {}): Layer => ({
  name: 'week',
  rotation: 'weekly',
  every: 1,
  handoff: parseWall(handoff) ?? Number.NaN,
  people: ['alice', 'bob', 'carol'],
  active: null,
  ...change,
});

export const schedule = (timezone: string, ...layers: readonly Layer[]): Schedule => ({
  name: 'primary',
  timezone,
  layers: layers.length > 0 ? layers : [layer()],
});

const minute = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
export const span = (days: readonly Weekday[], from: string, to: string): ActiveSpan => ({
  days,
  fromMinute: minute(from),
  toMinute: minute(to),
});
export const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

export const override = (change: Partial<Override> = {}): Override => ({
  id: 'o1',
  schedule: 'primary',
  from: at('2026-01-06T00:00:00Z'),
  to: at('2026-01-07T00:00:00Z'),
  person: null,
  replaces: null,
  createdBy: 'erin',
  comment: '',
  ...change,
});

/** The layer that counts and its person, worked out anew for one instant by Temporal: slow, and by other means. */
export function scheduledAt(
  { timezone, layers }: Schedule,
  instant: EpochMs,
): { layer: string; person: string } | null {
  const now = Temporal.Instant.fromEpochMilliseconds(instant);
  const counts = layers.findLast((one) => isActive(one, timezone, now));
  if (!counts) return null;
  const turn = turnOf(counts, timezone, now);
  const { people } = counts;
  return { layer: counts.name, person: people[((turn % people.length) + people.length) % people.length] ?? '' };
}

const clockOf = (wall: number): Temporal.PlainDateTime =>
  Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1));

function isActive({ active }: Layer, timezone: string, now: Temporal.Instant): boolean {
  if (active === null) return true;
  const today = now.toZonedDateTimeISO(timezone).toPlainDate();
  return [-2, -1, 0, 1].some((offset) => {
    const day = today.add({ days: offset });
    return active
      .filter(({ days }) => days.some((one) => one === day.dayOfWeek))
      .some(({ fromMinute, toMinute }) => {
        const midnight = day.toPlainDateTime();
        const last = toMinute > fromMinute ? toMinute : toMinute + 24 * 60;
        const [from, to] = [fromMinute, last].map((minutes) => midnight.add({ minutes }).toZonedDateTime(timezone));
        return from !== undefined && to !== undefined && isWithin(now, from.toInstant(), to.toInstant());
      });
  });
}

const isWithin = (now: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): boolean =>
  Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, to) < 0;

function turnOf({ rotation, every, handoff }: Layer, timezone: string, now: Temporal.Instant): number {
  const anchor = clockOf(handoff);
  if (rotation === 'hourly') {
    const passed = now.epochMilliseconds - anchor.toZonedDateTime(timezone).epochMilliseconds;
    return Math.floor(passed / (every * HOUR_MS));
  }
  const days = every * (rotation === 'daily' ? 1 : 7);
  const start = (turn: number) =>
    anchor
      .add({ days: turn * days })
      .toZonedDateTime(timezone)
      .toInstant();
  // A turn too early, and on from there.
  let turn = Math.floor((now.epochMilliseconds - start(0).epochMilliseconds) / (days * DAY_MS)) - 2;
  while (Temporal.Instant.compare(start(turn + 1), now) <= 0) turn += 1;
  return turn;
}

const PEOPLE = ['alice', 'bob', 'carol', 'dan'];
const people = fc.shuffledSubarray(PEOPLE, { minLength: 1 });
const zones = fc.constantFrom(
  'America/New_York',
  'Europe/Paris',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'UTC',
);
const days = fc.shuffledSubarray<Weekday>([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
// Times at which clocks are moved come up often.
const quarter = fc.oneof(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 95 })).map((one) => one * 15);
const spans: fc.Arbitrary<ActiveSpan> = fc.record({ days, fromMinute: quarter, toMinute: quarter });
const layers = fc.record({
  rotation: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const),
  every: fc.integer({ min: 1, max: 5 }),
  handoff: fc
    .tuple(fc.integer({ min: at('2026-01-01T00:00Z') / DAY_MS, max: at('2026-12-31T00:00Z') / DAY_MS }), quarter)
    .map(([day, minutes]) => day * DAY_MS + minutes * 60_000),
  people,
  active: fc.option(fc.array(spans, { minLength: 1, maxLength: 3 })),
});

/** Any schedule, around the changes of the clock in 2026. */
export const schedules: fc.Arbitrary<Schedule> = fc
  .record({ timezone: zones, layers: fc.array(layers, { minLength: 1, maxLength: 3 }) })
  .map(({ timezone, layers }) => ({
    name: 'primary',
    timezone,
    layers: layers.map((one, index) => ({ ...one, name: `layer ${index}` })),
  }));

/** From 2025 to 2027, often near a change of the clock. */
export const instants: fc.Arbitrary<EpochMs> = fc.oneof(
  fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2027-12-31T00:00Z') }),
  fc
    .tuple(
      fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-09-06', '2026-10-04', '2026-10-25', '2026-11-01'),
      fc.integer({ min: -DAY_MS, max: 2 * DAY_MS }),
    )
    .map(([day, offset]) => at(`${day}T00:00:00Z`) + offset),
);

/** Overrides of which some conflict. */
export const overrides: fc.Arbitrary<readonly Override[]> = fc
  .array(
    fc.record({
      from: instants,
      length: fc.integer({ min: 1, max: 40 * DAY_MS }),
      person: fc.option(fc.constantFrom(...PEOPLE, 'erin')),
      replaces: fc.option(fc.constantFrom(...PEOPLE)),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ from, length, person, replaces }, index) =>
      override({ id: `o${index}`, from, to: from + length, person, replaces }),
    ),
  );
