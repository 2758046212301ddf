import fc from 'fast-check';
import { parseDuration, parseOffset, printDuration } from '../../../formats/alertmanager/duration';

test.each([
  ['0', 0],
  ['0s', 0],
  ['30s', 30_000],
  ['250ms', 250],
  ['1m', 60_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['1w', 604_800_000],
  ['1y', 31_536_000_000],
  ['1y2w3d4h5m6s7ms', 31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000 + 14_706_007],
  ['90m', 5_400_000],
  ['00030s', 30_000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  ' ',
  '5',
  '5 minutes',
  '5min',
  '1.5s',
  '-1s',
  '+1s',
  '1s1h',
  '1s 5ms',
  '1S',
  '1h1h',
  's',
  '1us',
  '300y',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  [0, '0s'],
  [250, '250ms'],
  [30_000, '30s'],
  [5_400_000, '1h30m'],
  [86_400_000, '1d'],
  [90_000_000, '25h'],
  [7 * 86_400_000, '1w'],
  [8 * 86_400_000, '8d'],
  [365 * 86_400_000, '1y'],
  [61_001, '1m1s1ms'],
])('%d ms is written %s, as upstream writes it', (ms, text) => {
  expect(printDuration(ms)).toBe(text);
});

test('what is printed is read back', () => {
  const same = fc.property(fc.nat({ max: 2 ** 40 }), (ms) => {
    expect(parseDuration(printDuration(ms))).toBe(ms);
  });
  fc.assert(same);
});

test.each([
  ['0', 0],
  ['1s', 1_000],
  ['1.5s', 1_500],
  ['2.5s', 2_500],
  ['250ms', 250],
  ['1h30m', 5_400_000],
  ['0.0005s', 1],
  ['0.1s', 100],
])('on a scenario clock %s is %d ms', (text, ms) => {
  expect(parseOffset(text)).toBe(ms);
});

test.each(['', '1', '1.s', '.5s', '1.5', '-1s', '2026-01-05T09:00:00Z'])('%j is no offset', (text) => {
  expect(parseOffset(text)).toBeNull();
});
