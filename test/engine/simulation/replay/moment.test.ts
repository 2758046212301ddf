import fc from 'fast-check';
import { Instant, instantOf, Moment, secondsAfter } from '../../../../engine/simulation/replay/moment';

const START = Date.UTC(2026, 0, 5, 9);

test.each<[string, number]>([
  ['0', 0],
  ['1s', 1],
  ['1.5s', 1.5],
  ['250ms', 0.25],
  ['1h30m', 5_400],
  ['-5m', -300],
  ['2026-01-05T09:00:00Z', 0],
  ['2026-01-05T10:00:01.5+01:00', 1.5],
])('%s is a time of a scenario', (text, seconds) => {
  const moment = Moment.parse(text);

  expect(secondsAfter(START, instantOf(moment, START))).toBe(seconds);
});

test.each(['', '5 minutes', '1x', 's', '1s1', '--1s', '2026-01-05', '2026-01-05T09:00:00', '2026-02-30T00:00:00Z'])(
  '%j is refused with what would be right',
  (text) => {
    const read = Moment.safeParse(text);

    expect(read.error?.issues).toEqual([
      expect.objectContaining({ message: expect.stringContaining('is not a time') }),
    ]);
  },
);

test('the start itself must be an instant', () => {
  const read = Instant.safeParse('1h');

  expect(read.error?.issues[0]?.message).toMatch(/"1h" is not an instant: write one with its zone/);
});

test('times are told to the millisecond, without the noise of binary fractions', () => {
  const exact = fc.property(fc.integer({ min: -1e9, max: 1e9 }), (ms) => {
    expect(String(secondsAfter(START, START + ms))).toMatch(/^-?\d+(\.\d{1,3})?$/);
  });
  fc.assert(exact);
});
