import fc from 'fast-check';
import type { Matcher, Operator } from '../../../core/routing/matcher';
import { matcherText } from '../../../core/routing/text';
import { combine, readMatcher, readMatchers } from '../../../formats/alertmanager/matcher';

const is = (name: string, operator: Operator, value: string): Matcher => ({ name, operator, value });
const matchersIn = (text: string) => {
  const read = readMatchers(text);
  return read.ok ? read.matchers : read.error;
};
const warningOf = (text: string) => {
  const read = readMatchers(text);
  return read.ok ? read.warning : read.error;
};

// The cases of upstream's three test tables: both syntaxes, and those on which they agree.
test.each<[string, Matcher[]]>([
  ['', []],
  ['{}', []],
  ['foo=bar', [is('foo', '=', 'bar')]],
  ['foo="bar"', [is('foo', '=', 'bar')]],
  ['{foo="bar"}', [is('foo', '=', 'bar')]],
  ['{foo=bar,}', [is('foo', '=', 'bar')]],
  ['foo=bar,', [is('foo', '=', 'bar')]],
  ['{ foo = "bar" , }', [is('foo', '=', 'bar')]],
  ['foo!=bar', [is('foo', '!=', 'bar')]],
  ['{foo=~"b.*"}', [is('foo', '=~', 'b.*')]],
  ['foo=~[a-z]+', [is('foo', '=~', '[a-z]+')]],
  ['foo!~bar', [is('foo', '!~', 'bar')]],
  ['statuscode=~"5.."', [is('statuscode', '=~', '5..')]],
  ['{foo=""}', [is('foo', '=', '')]],
  ['foo=bar,dings!=bums', [is('foo', '=', 'bar'), is('dings', '!=', 'bums')]],
  ['{foo = "bar", dings != "bums", }', [is('foo', '=', 'bar'), is('dings', '!=', 'bums')]],
  ['{foo="bar,quux", job="job1"}', [is('foo', '=', 'bar,quux'), is('job', '=', 'job1')]],
  [
    '{foo="bar", baz!~".*quux", derp="wat"}',
    [is('foo', '=', 'bar'), is('baz', '!~', '.*quux'), is('derp', '=', 'wat')],
  ],
  ['{quote="She said: \\"Hi, ladies!…\\""}', [is('quote', '=', 'She said: "Hi, ladies!…"')]],
  [
    'contains_quote != "\\"" , contains_comma !~ "foo,bar" , ',
    [is('contains_quote', '!=', '"'), is('contains_comma', '!~', 'foo,bar')],
  ],
  ['{foo=🙂bar}', [is('foo', '=', '🙂bar')]],
  ['foo="bar\\\\"', [is('foo', '=', 'bar\\')]],
  ['foo="bar\\n"', [is('foo', '=', 'bar\n')]],
])('%j is read by both syntaxes alike', (text, matchers) => {
  expect(readMatchers(text)).toEqual({ ok: true, matchers, warning: null });
});

test.each<[string, Matcher[]]>([
  ['{"foo"="bar"}', [is('foo', '=', 'bar')]],
  ['"foo"="bar",', [is('foo', '=', 'bar')]],
  ['{name-with-dashes = "bar"}', [is('name-with-dashes', '=', 'bar')]],
  ['équipe=~"a|b"', [is('équipe', '=~', 'a|b')]],
  ['"the team, we"="a"', [is('the team, we', '=', 'a')]],
  ['{"foo"="\\xf0\\x9f\\x99\\x82"}', [is('foo', '=', '🙂')]],
  ['{"foo"="\\360\\237\\231\\202"}', [is('foo', '=', '🙂')]],
  ['{"foo"="\\U0001f642\\u00e9"}', [is('foo', '=', '🙂é')]],
  ['{"foo"="\\a\\b\\f\\n\\r\\t\\v\\\\\\""}', [is('foo', '=', '\x07\b\f\n\r\t\v\\"')]],
  ['foo\u00a0=\u2003"bar"', [is('foo', '=', 'bar')]],
])('%j is read by the UTF-8 syntax only', (text, matchers) => {
  expect(readMatchers(text)).toEqual({ ok: true, matchers, warning: null });
});

test.each<[string, Matcher[]]>([
  ["{foo='}", [is('foo', '=', "'")]],
  ['{foo=`}', [is('foo', '=', '`')]],
  ['{foo=\\"}', [is('foo', '=', '"')]],
  ['tricky=~~~', [is('tricky', '=~', '~~')]],
  ['trickier==\\\\=\\=\\"', [is('trickier', '=', '=\\=\\="')]],
  ['{foo=bar}}', [is('foo', '=', 'bar}')]],
  ['{foo=bar}},}', [is('foo', '=', 'bar}}')]],
  ['{foo=,bar=}}', [is('foo', '=', ''), is('bar', '=', '}')]],
  ['{foo=bar\\t}', [is('foo', '=', 'bar\\t')]],
  ['{foo=bar\\n}', [is('foo', '=', 'bar\n')]],
  ['{foo=bar\\}', [is('foo', '=', 'bar\\')]],
  ['{foo=bar\\\\}', [is('foo', '=', 'bar\\')]],
  ['foo="bar\\w"', [is('foo', '=', 'bar\\w')]],
  ['foo=~"\\d+"', [is('foo', '=~', '\\d+')]],
  ['service=~web|api db', [is('service', '=~', 'web|api db')]],
  ['foo=bar}', [is('foo', '=', 'bar')]],
  ['{foo=', [is('foo', '=', '')]],
  ['{foo=}b', [is('foo', '=', '}b')]],
  ['job=', [is('job', '=', '')]],
  ['{', []],
])('%j is read by the classic syntax only, and a better text is proposed', (text, matchers) => {
  expect(matchersIn(text)).toEqual(matchers);
  expect(warningOf(text)).toBe(
    `${JSON.stringify(text)} is read in the old way: write ${matchers.map(matcherText).join(', ') || '{}'}`,
  );
});

test('where the two syntaxes disagree the classic one counts', () => {
  expect(matchersIn('foo="a\\tb"')).toEqual([is('foo', '=', 'a\\tb')]);
  expect(warningOf('foo="a\\tb"')).toContain('write foo="a\\\\tb"');
});

test.each([
  [',', 'expected a label name'],
  ['{,}', 'expected a label name'],
  ['{"a"="b"', 'the closing brace is missing'],
  ['"a"="b"}', 'the opening brace is missing'],
  ['severity', 'expected an operator (=, !=, =~ or !~)'],
  ['"severity" "critical"', 'expected an operator (=, !=, =~ or !~)'],
  ['severity ! critical', '! must stand in double quotes'],
  ['sévérité=', 'expected a value'],
  ['job="value', 'the closing double quote is missing'],
  ['job=value"', 'the closing double quote is missing'],
  ['foo="a" "b"', 'expected a comma after the value'],
  ['"foo=\\"bar\\""', 'expected an operator (=, !=, =~ or !~)'],
  ['{"foo"="bar\\w"}', '\\w is no escape: write \\\\ for a backslash'],
  ['{"foo"="\\400"}', '\\400 is no escape: write \\\\ for a backslash'],
  ['{"foo"="\\xf0\\x9f"}', '"\\xf0\\x9f" is not UTF-8'],
  ['{"foo"="\\ud800"}', '\\ud800 is no character'],
  ['{"foo"="a\nb"}', 'a line feed in quotes is written \\n'],
  ['{foo=~"invalid[regexp"}', 'error parsing regexp: missing closing ]: `[regexp)$`'],
])('%j is refused: %s', (text, reason) => {
  expect(matchersIn(text)).toBe(`${JSON.stringify(text)} is not a matcher: ${reason}; write severity="critical"`);
});

test.each<[string, Matcher[] | string]>([
  ['foo="bar"', [is('foo', '=', 'bar')]],
  ['foo=a,b', [is('foo', '=', 'a,b')]],
  ['foo="a",bar="b"', 'expected one matcher, found 2'],
  ['', 'expected one matcher, found 0'],
  ['{foo="bar"}', 'leave out the braces'],
  ['foo="bar"}', 'leave out the braces'],
])('as a single matcher %j gives %j', (text, expected) => {
  const read = readMatcher(text);
  expect(read.ok ? read.matchers : read.error).toEqual(
    typeof expected === 'string' ? expect.stringContaining(expected) : expected,
  );
});

test('what is printed is read back', () => {
  const name = fc.oneof(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ minLength: 1, unit: 'binary' }));
  const value = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
  const same = fc.property(name, fc.constantFrom<Operator>('=', '!='), value, (label, operator, text) => {
    const matcher = is(label, operator, text);
    expect(matchersIn(matcherText(matcher))).toEqual([matcher]);
  });
  fc.assert(same, { numRuns: 200 });
});

test('no text makes reading throw', () => {
  const alphabet = fc.constantFrom(...'{}=~!,"\\ \nax[(*é\u00a0');
  const read = fc.property(fc.string({ unit: alphabet }), (text) => {
    expect(typeof readMatchers(text).ok).toBe('boolean');
  });
  fc.assert(read, { numRuns: 2_000 });
});

test('a megabyte is read or refused without choking', () => {
  expect(matchersIn(`{"a b"="${'x\\n'.repeat(350_000)}"}`)).toHaveLength(1);
  expect(matchersIn(`a=${' '.repeat(1_000_000)}b`)).toEqual([is('a', '=', 'b')]);
});

test('the deprecated maps join the matchers, in upstream order', () => {
  expect(combine({ service: 'web' }, { env: 'p.*' }, [is('alertname', '!=', 'x')])).toEqual([
    is('alertname', '!=', 'x'),
    is('env', '=~', 'p.*'),
    is('service', '=', 'web'),
  ]);
});
