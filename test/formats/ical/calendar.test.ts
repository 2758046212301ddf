import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { wellFormed } from '../../../core/notification/text';
import { shifts, wholeShifts } from '../../../core/oncall/on-call';
import { DAY_MS } from '../../../core/time';
import { type CalendarEvent, printCalendar } from '../../../formats/ical/calendar';
import { ofPerson, shiftEvents } from '../../../formats/ical/schedule';
import { at, instants, layer, override, overrides, schedule, schedules } from '../../core/oncall/schedules';

const NOW = at('2026-01-01T00:00:00Z');
const event = (change: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'a@tocsin',
  from: at('2026-01-05T14:00:00Z'),
  to: at('2026-01-12T14:00:00Z'),
  summary: 'On call: Alice',
  description: '',
  ...change,
});
const printed = (...events: readonly CalendarEvent[]): string => printCalendar({ name: 'primary', events, now: NOW });

/** What a well-kept library makes of a calendar. */
const readBack = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const read = new ICAL.Event(component);
    return {
      uid: read.uid,
      from: read.startDate.toJSDate().getTime(),
      to: read.endDate.toJSDate().getTime(),
      summary: read.summary,
      description: read.description ?? '',
    };
  });

test('a calendar is printed as RFC 5545 says', () => {
  expect(printed(event({ description: 'Layer: week' })).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tocsin//On-call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'NAME:primary',
    'X-WR-CALNAME:primary',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    'BEGIN:VEVENT',
    'UID:a@tocsin',
    'DTSTAMP:20260101T000000Z',
    'DTSTART:20260105T140000Z',
    'DTEND:20260112T140000Z',
    'SUMMARY:On call: Alice',
    'DESCRIPTION:Layer: week',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test.each([
  ['a comma, a semicolon; a back\\slash', 'SUMMARY:a comma\\, a semicolon\\; a back\\\\slash'],
  ['two\nlines\r\nor three', 'SUMMARY:two\\nlines\\nor three'],
  ['a bell\u0007 and a null\u0000', 'SUMMARY:a bell and a null'],
  ['END:VEVENT\r\nBEGIN:VALARM', 'SUMMARY:END:VEVENT\\nBEGIN:VALARM'],
])('the text %j', (summary, line) => {
  expect(printed(event({ summary })).split('\r\n')).toContain(line);
});

test('any text is read back as it was, in lines of at most 75 octets', () => {
  const agree = fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (any) => {
    const summary = wellFormed(any.replace(/\p{Cc}/gu, ''));
    const text = printed(event({ summary }));
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toMatch(/[^\r]\n|\ufffd/);
    expect(readBack(text)).toEqual([event({ summary })]);
  });
  fc.assert(agree);
});

const nameOf = (person: string): string => person.toUpperCase();

test('the calendar of any schedule is read back as the same shifts, in whole seconds', () => {
  const agree = fc.property(
    schedules,
    overrides,
    instants,
    fc.integer({ min: 1, max: 30 * DAY_MS }),
    (any, changes, from, length) => {
      const whole = changes.map((one) => ({ ...one, from: seconds(one.from), to: seconds(one.to) + 1_000 }));
      const found = shifts(any, whole, seconds(from), seconds(from + length) + 1_000);
      const expected = found.flatMap((shift) => shift.people.map((person) => [nameOf(person), shift.from, shift.to]));
      const events = readBack(printed(...shiftEvents('primary', found, nameOf)));
      expect(events.map(({ summary, from, to }) => [/On call: (\w+)/.exec(summary)?.[1], from, to])).toEqual(expected);
      expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    },
  );
  fc.assert(agree, { numRuns: 50 });
});
const seconds = (instant: number): number => Math.floor(instant / 1_000) * 1_000;

test('a shift has the same name in whatever range it is seen', () => {
  const primary = schedule('Europe/Paris', layer());
  const uids = (from: string, to: string) =>
    shiftEvents('primary', wholeShifts(primary, [], at(from), at(to)), nameOf).map(({ uid }) => uid);

  const [first, second] = uids('2026-01-06T00:00:00Z', '2026-01-13T00:00:00Z');

  expect(uids('2026-01-07T00:00:00Z', '2026-01-08T00:00:00Z')).toEqual([first]);
  expect(uids('2026-01-13T00:00:00Z', '2026-01-14T00:00:00Z')).toEqual([second]);
});

test('a person’s calendar has that person’s shifts, alone', () => {
  const primary = schedule('UTC', layer());
  const found = wholeShifts(
    primary,
    [override({ person: 'dan' })],
    at('2026-01-05T12:00:00Z'),
    at('2026-01-20T00:00:00Z'),
  );

  const events = shiftEvents('primary', ofPerson(found, 'dan'), nameOf);

  expect(events.map(({ summary, description }) => [summary, description])).toEqual([
    ['On call: DAN (primary)', 'Layer: week\nOverride: o1'],
  ]);
});
