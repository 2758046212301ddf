import { above, atLeast, atMost, below } from '../../../lib';

test.each([
  [above, 'GreaterThanThreshold'],
  [atLeast, 'GreaterThanOrEqualToThreshold'],
  [below, 'LessThanThreshold'],
  [atMost, 'LessThanOrEqualToThreshold'],
])('%p compares as its name says', (breach, comparison) => {
  expect(breach(90, { datapoints: 2, of: 3 })).toEqual({ comparison, threshold: 90, datapoints: 2, of: 3 });
});

test.each([
  [3, 2],
  [0, 1],
  [1.5, 2],
])('%d of %d datapoints cannot be', (datapoints, of) => {
  expect(() => above(90, { datapoints, of })).toThrow(RangeError);
});
