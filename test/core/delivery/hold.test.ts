import {
  countsText,
  digestAt,
  GATHER_MS,
  type Hold,
  NO_HOLD,
  OPENS_AFTER,
  openMs,
  passage,
  placeFor,
  TICKETS,
  totalOf,
  WINDOW_MS,
  withheldAs,
} from '../../../core/delivery/hold';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../../core/time';

const NOW: EpochMs = Date.UTC(2026, 0, 5, 9);
const open: Hold = { ...NO_HOLD, failures: OPENS_AFTER, failedAt: NOW, until: NOW + 30 * SECOND_MS };
const asked: Hold = { ...NO_HOLD, until: NOW + MINUTE_MS, isAsked: true };
const calm = { isUrgent: false, giveUpAt: NOW + 5 * MINUTE_MS };
const urgent = { ...calm, isUrgent: true };

describe('passage', () => {
  test.each<[string, Hold, typeof calm, EpochMs, ReturnType<typeof passage>]>([
    ['a healthy destination', NO_HOLD, calm, NOW, { go: true, probe: false }],
    ['a breaker that is open', open, calm, NOW, wait(30 * SECOND_MS, 'the destination failed 5 times in a row')],
    ['an urgent page tries anyway', open, urgent, NOW, { go: true, probe: false }],
    ['one alone tries when it was open long enough', open, calm, NOW + 30 * SECOND_MS, { go: true, probe: true }],
    ['nothing is given up untried', open, { ...calm, giveUpAt: NOW }, NOW, { go: true, probe: false }],
    [
      'nor does it wait for longer than it is tried at all',
      open,
      { ...calm, giveUpAt: NOW + SECOND_MS },
      NOW,
      wait(SECOND_MS, 'the destination failed 5 times in a row'),
    ],
    ['a pause that was asked for', asked, calm, NOW, wait(MINUTE_MS, 'the destination asked for a pause')],
    ['is for urgent pages too', asked, urgent, NOW, wait(MINUTE_MS, 'the destination asked for a pause')],
    [
      'and for what would be given up',
      asked,
      { ...calm, giveUpAt: NOW },
      NOW,
      wait(MINUTE_MS, 'the destination asked for a pause'),
    ],
    ['and ends', asked, calm, NOW + MINUTE_MS, { go: true, probe: false }],
  ])('%s', (_, hold, going, at, expected) => {
    expect(passage(hold, going, at)).toEqual(expected);
  });
});

function wait(ms: number, reason: string): ReturnType<typeof passage> {
  return { go: false, until: NOW + ms, reason };
}

test('a breaker stays open for 30 s, then twice as long each time, up to five minutes', () => {
  const seconds = [0, 1, 2, 3, 4, 400].map((more) => openMs(OPENS_AFTER + more) / SECOND_MS);
  expect(seconds).toEqual([30, 60, 120, 240, 300, 300]);
});

describe('tickets', () => {
  const taken = (...ages: readonly (number | null)[]): Hold => ({
    ...NO_HOLD,
    tickets: Array.from({ length: TICKETS }, (_, place) => {
      const age = ages[place];
      return age == null ? null : { at: NOW - age, by: `page-${place}` };
    }),
  });
  const all = taken(...Array.from({ length: TICKETS }, (_, place) => place * SECOND_MS));

  test.each<[string, Hold, string, number, number | null]>([
    ['the one it would like', NO_HOLD, 'x', 7, 7],
    ['another, if that is taken', taken(0), 'x', 0, 1],
    ['its own again', taken(0, 0, 0), 'page-2', 5, 2],
    ['its own again, also when all are taken', all, 'page-3', 0, 3],
    [
      'one that has run out',
      { ...all, tickets: [{ at: NOW - WINDOW_MS, by: 'old' }, ...all.tickets.slice(1)] },
      'x',
      5,
      0,
    ],
    ['none', all, 'x', 5, null],
  ])('%s', (_, hold, by, wish, expected) => {
    expect(placeFor(hold, by, wish, NOW)).toBe(expected);
  });
});

test('a digest gathers for half a minute, and comes once in ten', () => {
  expect(digestAt(NO_HOLD, NOW)).toBe(NOW + GATHER_MS);
  expect(digestAt({ ...NO_HOLD, digestedAt: NOW - MINUTE_MS }, NOW)).toBe(NOW + 9 * MINUTE_MS);
});

test('what is withheld is counted by severity, the worst first', () => {
  const withheld = { ...NO_HOLD.withheld, warning: 12, critical: 3, other: 1 };
  expect(countsText(withheld)).toBe('3 critical, 12 warning, 1 other');
  expect(totalOf(withheld)).toBe(16);
  expect(['critical', 'info', 'purple', undefined].map(withheldAs)).toEqual(['critical', 'info', 'other', 'other']);
});
