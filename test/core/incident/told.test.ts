import fc from 'fast-check';
import { isSubset, pack, union, unpack } from '../../../core/incident/told';
import { told } from './groups';

const DIGITS = '0123456789abcdef';
const fingerprint = fc
  .array(fc.constantFrom(...DIGITS), { minLength: 16, maxLength: 16 })
  .map((digits) => digits.join(''));
const fingerprints = fc.array(fingerprint).map((list) => new Set(list));

test('what is packed is found again', () => {
  const agree = fc.property(fingerprints, (set) => {
    expect(unpack(pack(set))).toEqual(set);
  });
  fc.assert(agree);
});

test('ten thousand fingerprints fit into an item beside as many that ended', () => {
  // Prepare
  const many = new Set(Array.from({ length: 10_000 }, (_, at) => at.toString(16).padStart(16, 'f')));

  // Act
  const packed = pack(many);

  // Assess
  expect(packed.length).toBeLessThan(120_000);
  expect(unpack(packed)).toEqual(many);
});

test.each<[boolean, string, string]>([
  [true, '', ''],
  [true, '', 'ab'],
  [true, 'ab', 'ba'],
  [true, 'b', 'ab'],
  [false, 'a', ''],
  [false, 'ac', 'ab'],
  [false, 'abc', 'ab'],
])('%s: "%s" is within "%s"', (is, part, whole) => {
  expect(isSubset(new Set(part), new Set(whole))).toBe(is);
});

test('together they say all that one of them says', () => {
  expect(union([told('a', 'c'), told('b'), told('ab', 'd')])).toEqual(told('ab', 'cd'));
});
