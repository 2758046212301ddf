import { printReplay, secondsText } from '../../../../engine/simulation/replay/print';

test.each<[number, string]>([
  [0, '0s'],
  [2.5, '2.5s'],
  [0.001, '0.001s'],
  [60, '1m'],
  [5_405.25, '1h30m5.25s'],
  [86_400, '24h'],
  [-1.5, '-1.5s'],
])('%d seconds after the start is %s', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});

test('that nobody was told is said', () => {
  const nothing = { result: { deliveries: [], incidents: [], silenced: [], inhibited: [] }, story: [] };

  expect(printReplay(nothing)).toBe('Nobody was told anything.');
});
