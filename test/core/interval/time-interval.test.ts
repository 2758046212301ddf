import fc from 'fast-check';
import {
  isWithin,
  mutedByTime,
  nextChange,
  nextMuteChange,
  type Period,
  type TimeInterval,
} from '../../../core/interval/time-interval';
import { DAY_MS, MINUTE_MS } from '../../../core/time';

const ALWAYS: Period = {
  times: null,
  weekdays: null,
  daysOfMonth: null,
  months: null,
  years: null,
  location: null,
};
const at = (text: string) => Date.parse(text);
const interval = (...periods: Partial<Period>[]): TimeInterval => ({
  name: 'i',
  periods: periods.map((period) => ({ ...ALWAYS, ...period })),
});
const hours = (from: number, to: number) => [{ from: from * 60, to: to * 60 }];

// 2026-01-05 is a Monday.
test.each<[string, TimeInterval, string, boolean]>([
  ['a period that says nothing holds always', interval({}), '2026-01-05T12:00:00Z', true],
  ['no period: never', interval(), '2026-01-05T12:00:00Z', false],
  ['an empty list: never', interval({ weekdays: [] }), '2026-01-05T12:00:00Z', false],
  ['a time counts from its first second', interval({ times: hours(9, 17) }), '2026-01-05T09:00:00Z', true],
  ['before it', interval({ times: hours(9, 17) }), '2026-01-05T08:59:59.999Z', false],
  ['its last minute', interval({ times: hours(9, 17) }), '2026-01-05T16:59:59.999Z', true],
  ['its end does not count', interval({ times: hours(9, 17) }), '2026-01-05T17:00:00Z', false],
  ['24:00 is the end of the day', interval({ times: hours(18, 24) }), '2026-01-05T23:59:59Z', true],
  ['any of several times', interval({ times: [...hours(1, 2), ...hours(9, 17)] }), '2026-01-05T09:00:00Z', true],
  ['a weekday', interval({ weekdays: [{ from: 1, to: 5 }] }), '2026-01-05T00:00:00Z', true],
  [
    'a weekday has its own zone',
    interval({ weekdays: [{ from: 1, to: 5 }], location: 'America/New_York' }),
    '2026-01-05T00:00:00Z',
    false,
  ],
  [
    'a time of day in a zone',
    interval({ times: hours(9, 10), location: 'Asia/Kolkata' }),
    '2026-01-05T03:30:00Z',
    true,
  ],
  ['the last day of the month', interval({ daysOfMonth: [{ from: -1, to: -1 }] }), '2026-02-28T12:00:00Z', true],
  ['the last but one', interval({ daysOfMonth: [{ from: -1, to: -1 }] }), '2026-02-27T12:00:00Z', false],
  ['the last of a leap year', interval({ daysOfMonth: [{ from: -1, to: -1 }] }), '2028-02-29T12:00:00Z', true],
  ['from a day to the end', interval({ daysOfMonth: [{ from: 30, to: -1 }] }), '2026-01-31T12:00:00Z', true],
  ['a day that the month lacks', interval({ daysOfMonth: [{ from: 31, to: 31 }] }), '2026-02-28T12:00:00Z', false],
  ['a range beyond the month', interval({ daysOfMonth: [{ from: 25, to: 31 }] }), '2026-02-28T12:00:00Z', true],
  [
    '31 days from the end of a short month',
    interval({ daysOfMonth: [{ from: -31, to: -28 }] }),
    '2026-02-01T12:00:00Z',
    true,
  ],
  ['a month', interval({ months: [{ from: 1, to: 3 }] }), '2026-03-31T23:59:59Z', true],
  ['after it', interval({ months: [{ from: 1, to: 3 }] }), '2026-04-01T00:00:00Z', false],
  ['a year', interval({ years: [{ from: 2026, to: 2026 }] }), '2026-12-31T23:59:59Z', true],
  ['after it', interval({ years: [{ from: 2026, to: 2026 }] }), '2027-01-01T00:00:00Z', false],
  [
    'all that a period names',
    interval({ weekdays: [{ from: 1, to: 1 }], months: [{ from: 2, to: 2 }] }),
    '2026-01-05T00:00:00Z',
    false,
  ],
  [
    'any period',
    interval({ months: [{ from: 2, to: 2 }] }, { weekdays: [{ from: 1, to: 1 }] }),
    '2026-01-05T00:00:00Z',
    true,
  ],
])('%s', (_, one, instant, expected) => {
  expect(isWithin(one, at(instant))).toBe(expected);
});

describe('nights on which the clock changes', () => {
  const night = interval({ times: hours(2, 3), location: 'Europe/Berlin' });

  test('an hour that is skipped never comes', () => {
    const minutes = Array.from({ length: 180 }, (_, minute) => at('2026-03-29T00:00:00Z') + minute * MINUTE_MS);
    expect(minutes.filter((instant) => isWithin(night, instant))).toEqual([]);
  });

  test('an hour that comes twice counts twice', () => {
    const minutes = Array.from({ length: 300 }, (_, minute) => at('2026-10-24T23:00:00Z') + minute * MINUTE_MS);
    expect(minutes.filter((instant) => isWithin(night, instant))).toHaveLength(120);
  });

  test.each([
    ['2026-03-28T12:00:00Z', '2026-03-30T00:00:00Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T00:00:00Z'],
    ['2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z'],
  ])('after %s the next change is at %s', (now, change) => {
    expect(new Date(nextChange(night, at(now)) ?? 0).toISOString()).toBe(change.replace('Z', '.000Z'));
  });
});

test.each([
  ['an interval that always holds', interval({})],
  ['one that never does', interval({ daysOfMonth: [{ from: 31, to: 31 }], months: [{ from: 2, to: 2 }] })],
  ['one without periods', interval()],
])('%s never changes', (_, one) => {
  expect(nextChange(one, at('2026-01-05T00:00:00Z'))).toBeNull();
});

test('a change lies years ahead, if need be', () => {
  const one = interval({ years: [{ from: 2029, to: 2029 }] });
  expect(nextChange(one, at('2026-01-05T00:00:00Z'))).toBe(at('2029-01-01T00:00:00Z'));
});

test('up to the next change nothing changes; at it, all does', () => {
  const clock = fc.tuple(fc.nat(1439), fc.integer({ min: 1, max: 1440 })).filter(([from, to]) => from < to);
  const some = <T>(one: fc.Arbitrary<T>) => fc.option(fc.array(one, { minLength: 1, maxLength: 2 }), { freq: 2 });
  const range = ([from, to]: [number, number]) => ({ from, to });
  const period: fc.Arbitrary<Period> = fc.record({
    times: some(clock.map(range)),
    weekdays: some(fc.nat(6).map((day) => ({ from: day, to: 6 }))),
    daysOfMonth: fc.constant(null),
    months: fc.constantFrom(null, null, [{ from: 3, to: 10 }]),
    years: fc.constant(null),
    location: fc.constantFrom(null, 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  });
  const near = fc.constantFrom(at('2026-03-08T07:00:00Z'), at('2026-03-29T01:00:00Z'), at('2026-04-04T15:00:00Z'));
  const now = fc.tuple(near, fc.integer({ min: -DAY_MS, max: DAY_MS })).map(([base, off]) => base + off);
  const agree = fc.property(fc.array(period, { minLength: 1, maxLength: 2 }), now, (periods, instant) => {
    const one = { name: 'i', periods };
    const change = nextChange(one, instant);
    const before = isWithin(one, instant);
    const last = Math.min(change ?? Number.POSITIVE_INFINITY, instant + 2 * DAY_MS);
    const minutes = Math.max(0, Math.ceil((last - instant) / MINUTE_MS));
    const differing = Array.from({ length: minutes }, (_, minute) => instant + minute * MINUTE_MS).filter(
      (minute) => isWithin(one, minute) !== before,
    );
    expect(differing).toEqual([]);
    if (change !== null) expect([isWithin(one, change - 1), isWithin(one, change)]).toEqual([before, !before]);
  });
  fc.assert(agree, { numRuns: 150 });
});

describe('a route', () => {
  const intervals = {
    nights: interval({ times: hours(0, 6) }),
    mondays: interval({ weekdays: [{ from: 1, to: 1 }] }),
    office: interval({ times: hours(9, 17) }),
    saturdays: interval({ weekdays: [{ from: 6, to: 6 }] }),
  };
  const names = (mute: string[], active: string[], instant: string) =>
    mutedByTime({ muteTimeIntervals: mute, activeTimeIntervals: active }, intervals, at(instant));

  test.each<[string, string[], string[], string, string[]]>([
    ['says nothing of times', [], [], '2026-01-05T03:00:00Z', []],
    [
      'is muted by each of its mute times',
      ['nights', 'mondays', 'office'],
      [],
      '2026-01-05T03:00:00Z',
      ['nights', 'mondays'],
    ],
    [
      'is muted outside of its active times',
      [],
      ['office', 'saturdays'],
      '2026-01-05T03:00:00Z',
      ['office', 'saturdays'],
    ],
    ['is not muted within one of them', [], ['office', 'saturdays'], '2026-01-05T09:00:00Z', []],
    ['is muted within an active and a mute time', ['mondays'], ['office'], '2026-01-05T09:00:00Z', ['mondays']],
    ['names the active times first', ['nights'], ['office'], '2026-01-05T03:00:00Z', ['office']],
  ])('%s', (_, mute, active, instant, expected) => {
    expect(names(mute, active, instant)).toEqual(expected);
  });

  test('knows when that changes', () => {
    // Prepare
    const route = { muteTimeIntervals: ['nights', 'mondays'], activeTimeIntervals: [] };

    // Act
    const changes = ['2026-01-04T12:00:00Z', '2026-01-05T03:00:00Z'].map((now) =>
      nextMuteChange(route, intervals, at(now)),
    );

    // Assess
    expect(changes).toEqual([at('2026-01-05T00:00:00Z'), at('2026-01-06T06:00:00Z')]);
    expect(nextMuteChange({ muteTimeIntervals: [], activeTimeIntervals: [] }, intervals, 0)).toBeNull();
  });
});
