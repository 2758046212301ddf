import { entryLine, hasColour } from '../../local/terminal';

const entry = { at: '2026-01-01T12:00:00.000Z', kind: 'alarm', text: 'it is \u001b[2Jred\u0007' } as const;

test('what others wrote cannot clear the screen or ring the bell', () => {
  expect(entryLine(entry, false)).toMatch(/^\d\d:\d\d:00 {2}it is {2}\[2Jred $/);
});

test('colour comes on a terminal, if it is wanted', () => {
  expect(entryLine(entry, true)).toContain('\u001b[1;31m');
  expect(hasColour({ isTTY: true }, {})).toBe(true);
  expect(hasColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(hasColour({}, {})).toBe(false);
});
