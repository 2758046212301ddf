import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isZone, parseWall, printWall, zoneOf } from '../../../core/zone/zone';

const wall = (text: string) => parseWall(text) ?? Number.NaN;
const utc = (text: string) => Date.parse(text);

test.each([
  // [zone, on the clock, in UTC]
  ['America/New_York', '2026-01-05T09:00', '2026-01-05T14:00:00Z'],
  ['America/New_York', '2026-07-05T09:00', '2026-07-05T13:00:00Z'],
  ['America/New_York', '2026-03-08T01:59', '2026-03-08T06:59:00Z'],
  ['America/New_York', '2026-03-08T02:00', '2026-03-08T07:00:00Z'], // skipped: 03:00
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'], // skipped: 03:30
  ['America/New_York', '2026-03-08T03:00', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'], // twice: the first
  ['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00:00Z'],
  ['Europe/Paris', '2026-03-29T02:30', '2026-03-29T01:30:00Z'], // skipped
  ['Europe/Paris', '2026-10-25T02:30', '2026-10-25T00:30:00Z'], // twice
  ['Australia/Sydney', '2026-10-04T02:30', '2026-10-03T16:30:00Z'], // skipped, in October
  ['Australia/Sydney', '2026-04-05T02:30', '2026-04-04T15:30:00Z'], // twice, in April
  ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z'], // moves by half an hour: 02:45
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z'],
  ['America/Santiago', '2026-09-06T00:00', '2026-09-06T04:00:00Z'], // there is no midnight
  ['Pacific/Apia', '2011-12-30T09:00', '2011-12-30T19:00:00Z'], // a day that never was
  ['Asia/Kolkata', '2028-02-29T09:00', '2028-02-29T03:30:00Z'],
  ['UTC', '2026-12-31T23:59', '2026-12-31T23:59:00Z'],
])('in %s the clock shows %s at %s', (zone, clock, instant) => {
  expect(new Date(zoneOf(zone).instantAt(wall(clock))).toISOString()).toBe(new Date(utc(instant)).toISOString());
});

const names = fc.constantFrom(
  'America/New_York',
  'Europe/Paris',
  'Europe/Dublin', // its winter is what is saved
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca', // four changes a year
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'UTC',
);
const instants = fc.integer({ min: utc('2000-01-01T00:00:00Z'), max: utc('2060-01-01T00:00:00Z') });

test('the arithmetic agrees with Temporal', () => {
  const agree = fc.property(names, instants, (name, instant) => {
    const zone = zoneOf(name);
    const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
    const clock = new Date(instant).toISOString().slice(0, -1);
    const compatible = Temporal.PlainDateTime.from(clock).toZonedDateTime(name, { disambiguation: 'compatible' });
    expect(zone.offsetAt(instant)).toBe(zoned.offsetNanoseconds / 1e6);
    expect(zone.instantAt(instant)).toBe(compatible.epochMilliseconds);
  });
  fc.assert(agree, { numRuns: 500 });
});

test('around every change of the clock the arithmetic agrees with Temporal', () => {
  const agree = fc.property(names, instants, fc.integer({ min: -90, max: 90 }), (name, instant, minutes) => {
    const start = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
    const change = start.getTimeZoneTransition('next') ?? start;
    const clock = change.toPlainDateTime().add({ minutes });
    const expected = clock.toZonedDateTime(name, { disambiguation: 'compatible' }).epochMilliseconds;
    expect(zoneOf(name).instantAt(utc(`${clock.toString()}Z`))).toBe(expected);
  });
  fc.assert(agree, { numRuns: 500 });
});

test.each(['Europe/Paris', 'UTC', 'America/Argentina/Ushuaia', 'EST'])('%s is a zone', (name) => {
  expect(isZone(name)).toBe(true);
});

test.each(['Europe/Pariss', '', '+02:00', 'Paris', '../etc', 'CEST2', 'Europe/Paris[u-ca=hebrew]'])(
  '%j is none',
  (name) => {
    expect(isZone(name)).toBe(false);
  },
);

test.each([
  '2026-02-29T09:00',
  '2026-04-31T09:00',
  '2026-13-01T09:00',
  '2026-01-05T24:00',
  '2026-01-05T09:60',
  '2026-01-05',
  '2026-01-05T9:00',
  '2026-01-05 09:00',
  '2026-01-05T09:00Z',
  '2026-01-05T09:00+01:00',
])('%j is no date and time of a clock', (text) => {
  expect(parseWall(text)).toBeNull();
});

test.each(['2026-01-05T09:00', '2028-02-29T23:59', '2026-01-05T09:00:30'])('%j is read and written back', (text) => {
  expect(printWall(wall(text))).toBe(text);
});
