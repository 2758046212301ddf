import { wellFormed } from '../../core/notification/text';
import type { EpochMs } from '../../core/time';

/** One entry of a calendar. */
export type CalendarEvent = {
  /** The same for the same thing for ever: calendars know by it what to replace. */
  readonly uid: string;
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
  readonly summary: string;
  readonly description: string;
};

export type Calendar = {
  readonly name: string;
  readonly events: readonly CalendarEvent[];
  /** When it was made. */
  readonly now: EpochMs;
};

const MAX_OCTETS = 75;
/** How long a calendar that subscribes to it should wait before it looks again. */
const REFRESH = 'PT1H';

/** `20260105T140000Z`: an instant needs no zone and means the same everywhere. */
const utc = (instant: EpochMs): string =>
  new Date(instant)
    .toISOString()
    .replace(/\.\d{3}/, '')
    .replace(/[-:]/g, '');

/** A text value (3.3.11): what is no tab, line feed or printable character cannot stand in one. */
const text = (value: string): string =>
  wellFormed(value)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');

/** Lines of at most 75 octets, no character halved (3.1). */
function fold(line: string): string {
  let folded = '';
  let room = MAX_OCTETS;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (octets > room) {
      folded += '\r\n ';
      room = MAX_OCTETS - 1;
    }
    folded += character;
    room -= octets;
  }
  return folded;
}

const eventLines = ({ uid, from, to, summary, description }: CalendarEvent, now: EpochMs): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${text(uid)}`,
  `DTSTAMP:${utc(now)}`,
  `DTSTART:${utc(from)}`,
  `DTEND:${utc(to)}`,
  `SUMMARY:${text(summary)}`,
  ...(description === '' ? [] : [`DESCRIPTION:${text(description)}`]),
  // Somebody who is on call can still be invited to lunch.
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
];

/**
 * Prints an iCalendar object.
 * @see https://www.rfc-editor.org/rfc/rfc5545
 */
export function printCalendar({ name, events, now }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tocsin//On-call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...events.flatMap((event) => eventLines(event, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}
