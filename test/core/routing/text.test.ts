import { inOrder, labelsText, matchersText, matcherText, quote } from '../../../core/routing/text';
import { matcher } from './routes';

test.each([
  ['plain', '"plain"'],
  ['', '""'],
  ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
  ['\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
  ['\x00\x1b\x7f', '"\\x00\\x1b\\x7f"'],
  ['é 🙂 日', '"é 🙂 日"'],
  ['\u00a0\u200b\u{e0001}', '"\\u00a0\\u200b\\U000e0001"'],
])('%j is quoted as Go quotes it: %s', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

test.each([
  [{ name: 'team', operator: '=', value: 'db' }, 'team="db"'],
  [{ name: 'team', operator: '!~', value: 'a\\d"\n' }, 'team!~"a\\\\d\\"\\n"'],
  [{ name: 'team', operator: '=', value: 'tab\there' }, 'team="tab\there"'],
  [{ name: 'the team', operator: '=~', value: 'tab\t' }, '"the team"=~"tab\\t"'],
  [{ name: 'équipe', operator: '!=', value: '' }, 'équipe!=""'],
] as const)('%j is printed %s', (given, text) => {
  expect(matcherText(given)).toBe(text);
});

test('matchers are ordered by name, value and operator', () => {
  // Prepare
  const matchers = ['b=1', 'a=2', 'a!~1', 'a!=1', 'a=~1', 'a=1'].map(matcher);

  // Act
  const text = matchersText(inOrder(matchers));

  // Assess
  expect(text).toBe('{a="1",a!="1",a=~"1",a!~"1",a="2",b="1"}');
});

test('labels are printed by name, as in a group key', () => {
  expect(labelsText({ service: 'checkout', alertname: 'High "rate"' })).toBe(
    '{alertname="High \\"rate\\"", service="checkout"}',
  );
  expect(labelsText({})).toBe('{}');
});
