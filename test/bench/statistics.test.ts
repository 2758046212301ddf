import { median, summarise } from '../../bench/statistics';

test('one slow run moves the maximum alone', () => {
  const values = [4, 1, 3, 2, 1_000];
  expect(summarise(values)).toMatchObject({ n: 5, median: 3, min: 1, max: 1_000 });
});

test('between two values lies their middle', () => {
  expect(median([1, 2])).toBe(1.5);
});

test('nine in ten are no greater than p90', () => {
  const values = Array.from({ length: 11 }, (_, index) => index);
  expect(summarise(values).p90).toBe(9);
});

test('nothing measured is no figure', () => {
  expect(() => summarise([])).toThrow(RangeError);
});
