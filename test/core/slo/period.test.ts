import { parseDuration } from '../../../core/slo/duration';
import { periodAt } from '../../../core/slo/period';
import { parseWall } from '../../../core/zone/zone';

const calendar = (duration: string, start: string, zone: string) => ({
  duration: parseDuration(duration) ?? { value: 1, unit: 'd' as const },
  calendar: { start: parseWall(start) ?? Number.NaN, zone },
});

test.each([
  [
    'a month',
    '1M',
    '2026-01-01T00:00:00',
    'UTC',
    '2026-02-15T12:00:00Z',
    '2026-02-01T00:00:00Z',
    '2026-03-01T00:00:00Z',
  ],
  [
    'a day that February lacks',
    '1M',
    '2026-01-31T12:30:00',
    'UTC',
    '2026-03-01T00:00:00Z',
    '2026-02-28T12:30:00Z',
    '2026-03-31T12:30:00Z',
  ],
  [
    'a month in which clocks go forward',
    '1M',
    '2026-01-01T00:00:00',
    'America/New_York',
    '2026-03-20T00:00:00Z',
    '2026-03-01T05:00:00Z',
    '2026-04-01T04:00:00Z',
  ],
  [
    'a day of 23 hours',
    '1d',
    '2026-01-01T00:00:00',
    'Europe/Paris',
    '2026-03-29T12:00:00Z',
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
  ],
  [
    'a day of 25 hours',
    '1d',
    '2026-01-01T00:00:00',
    'Europe/Paris',
    '2026-10-25T12:00:00Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
  ],
  [
    'two weeks',
    '2w',
    '2026-01-05T00:00:00',
    'UTC',
    '2026-01-19T00:00:00Z',
    '2026-01-19T00:00:00Z',
    '2026-02-02T00:00:00Z',
  ],
  [
    'a quarter before the first start',
    '1Q',
    '2026-01-01T00:00:00',
    'UTC',
    '2025-11-05T00:00:00Z',
    '2025-10-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
  ],
  [
    'a leap year',
    '1Y',
    '2024-02-29T00:00:00',
    'UTC',
    '2026-03-01T00:00:00Z',
    '2026-02-28T00:00:00Z',
    '2027-02-28T00:00:00Z',
  ],
])('%s', (_, duration, start, zone, instant, from, to) => {
  const period = periodAt(calendar(duration, start, zone), Date.parse(instant));

  expect([period.start, period.end]).toEqual([Date.parse(from), Date.parse(to)]);
});

test('a rolling window ends now', () => {
  const window = { duration: { value: 1, unit: 'h' as const }, calendar: null };

  expect(periodAt(window, 7_199_999)).toEqual({ start: 3_600_000, end: 7_200_000 });
});
