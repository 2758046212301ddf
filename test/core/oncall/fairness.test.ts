import * as fc from 'fast-check';
import { fairness } from '../../../core/oncall/fairness';
import { shifts } from '../../../core/oncall/on-call';
import { DAY_MS, HOUR_MS } from '../../../core/time';
import { at, instants, layer, overrides, schedule, schedules, span } from './schedules';

const utc = () => 'UTC';

test('two weeks of two people are the same load', () => {
  const primary = schedule('UTC', layer({ people: ['alice', 'bob'] }));
  const found = shifts(primary, [], at('2026-01-05T09:00:00Z'), at('2026-01-19T09:00:00Z'));

  expect(fairness(found, ['bob', 'alice'], utc)).toEqual([
    { person: 'alice', hours: 168, nights: 7, weekends: 1 },
    { person: 'bob', hours: 168, nights: 7, weekends: 1 },
  ]);
});

test.each([
  ['20:00', '22:59', 0], // less than an hour of the night
  ['20:00', '23:00', 1],
  ['05:00', '09:00', 1],
  ['05:01', '09:00', 0],
  ['22:00', '06:00', 1],
  ['09:00', '17:00', 0],
])('from %s to %s there are %d nights', (from, to, nights) => {
  const monday = schedule('UTC', layer({ active: [span([1], from, to)] }));
  const found = shifts(monday, [], at('2026-01-05T00:00:00Z'), at('2026-01-07T00:00:00Z'));

  expect(fairness(found, ['alice', 'carol'], utc).reduce((sum, load) => sum + load.nights, 0)).toBe(nights);
});

test('a night in one place is a day in another: what counts is where the person sleeps', () => {
  const nights = schedule('Europe/Paris', layer({ people: ['dev'], active: [span([1], '23:00', '07:00')] }));
  const found = shifts(nights, [], at('2026-01-05T00:00:00Z'), at('2026-01-07T00:00:00Z'));

  expect(fairness(found, ['dev'], () => 'Australia/Sydney')).toEqual([
    { person: 'dev', hours: 8, nights: 0, weekends: 0 },
  ]);
  expect(fairness(found, ['dev'], () => 'Europe/Paris')).toEqual([{ person: 'dev', hours: 8, nights: 1, weekends: 0 }]);
});

test('the night of 25 hours is longer, not two', () => {
  const primary = schedule('America/New_York', layer({ rotation: 'daily', people: ['alice'] }));
  const found = shifts(primary, [], at('2026-10-31T13:00:00Z'), at('2026-11-01T14:00:00Z'));

  expect(fairness(found, ['alice'], () => 'America/New_York')).toEqual([
    { person: 'alice', hours: 25, nights: 1, weekends: 1 },
  ]);
});

test('the hours of all people and of nobody are those of the range, when one person is on call at a time', () => {
  const addUp = fc.property(schedules, instants, fc.nat(40 * DAY_MS), (any, from, length) => {
    const found = shifts(any, [], from, from + length);
    const gaps = found.filter(({ people }) => people.length === 0).reduce((sum, gap) => sum + gap.to - gap.from, 0);
    const loads = fairness(found, ['alice', 'bob', 'carol', 'dan'], utc);
    expect(loads.reduce((sum, { hours }) => sum + hours, gaps / HOUR_MS)).toBeCloseTo(length / HOUR_MS, 6);
  });
  fc.assert(addUp, { numRuns: 50 });
});

test('nobody has more hours than there are, however many overrides name them', () => {
  const bounded = fc.property(schedules, overrides, instants, fc.nat(40 * DAY_MS), (any, changes, from, length) => {
    const found = shifts(any, changes, from, from + length);
    for (const { hours } of fairness([...found, ...found], ['alice', 'erin'], utc)) {
      expect(hours).toBeLessThanOrEqual(length / HOUR_MS + 1e-9);
    }
  });
  fc.assert(bounded, { numRuns: 50 });
});
