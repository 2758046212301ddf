import fc from 'fast-check';
import { RE2JS } from 're2js';
import { plainPattern, plainTexts } from '../../../core/routing/plain';

const PLAIN = [
  'web',
  'web|api|worker',
  'web|',
  '',
  '^web|api$',
  '.*',
  '.+',
  'db-.*',
  '.*-db',
  '.*db.*',
  'a.*b.*c',
  'a.+b',
  '5..',
  'db1.example.com',
  'db1\\.example\\.com',
  'eu-(west|north)-(1|2)',
  '(?:a|b).*',
  '((a|b)c|d)e',
  '()',
  'a/b_c d@e:f,g',
  'é|日本',
];
const ENGINE = [
  'a*',
  'a+b',
  '(ab)+',
  '[0-9]+',
  '\\d+',
  'a{2}',
  'a{,2}',
  '.*?',
  '.**',
  '(?i)web',
  '(?s)a.b',
  'a^b',
  '(^a)',
  '(a$)b',
  'a$b',
  'a\\b',
  '\\Qa\\E',
  'a\\n',
  'a\nb',
  '(?P<n>a)',
  '(a|b|c|d|e|f|g|h|i)(a|b|c|d|e|f|g|h|i)',
  '\ud800',
];
const WRONG = ['a[', 'a)', '(a', '*a', '+', 'a\\', '(?', 'x{2'];

test.each(PLAIN)('%j is plain', (pattern) => {
  expect(plainPattern(pattern)).not.toBeNull();
});

test.each([...ENGINE, ...WRONG])('%j is for the large engine', (pattern) => {
  expect(plainPattern(pattern)).toBeNull();
});

test.each<[string, string[] | null]>([
  ['web', ['web']],
  ['web|api|web', ['web', 'api']],
  ['web|', ['web', '']],
  ['svc-(1|2)', ['svc-1', 'svc-2']],
  ['db1\\.example', ['db1.example']],
  ['db-.*', null],
  ['web|db.', null],
  ['(?i)web', null],
  ['web)', null],
])('the texts that %j lists are %j', (pattern, texts) => {
  expect(plainTexts(pattern)).toEqual(texts);
});

test('groups may stand deeper in groups than anybody writes', () => {
  expect(plainTexts('('.repeat(100_000))).toBeNull();
});

test('what takes a backtracking engine for ever is answered at once', () => {
  // Prepare
  const holds = plainPattern(`${'.*a'.repeat(200)}.*b`);

  // Act
  const answer = holds?.('a'.repeat(20_000));

  // Assess
  expect(answer).toBe(false);
});

const atoms = [
  'a',
  'b',
  'ab',
  '-',
  '😀',
  '.',
  '.*',
  '.+',
  '|',
  '(',
  ')',
  '(?:',
  '\\.',
  '\\',
  '^',
  '$',
  '*',
  '?',
  '{',
  ']',
];
const pattern = fc.array(fc.constantFrom(...atoms), { maxLength: 8 }).map((parts) => parts.join(''));
const grouped = fc.array(fc.constantFrom('a', 'b', '.', '.*', '.+', '(a|b.*)', '(|😀)', '|'), { maxLength: 7 });
const text = fc.array(fc.constantFrom('a', 'b', '-', '.', '😀', '\n', '\ud83d', '\ude00'), { maxLength: 7 });

test('whatever is taken for plain is RE2, and answered as RE2 answers it', () => {
  const agree = fc.property(
    fc.oneof(
      pattern,
      grouped.map((parts) => parts.join('')),
    ),
    fc.array(
      text.map((parts) => parts.join('')),
      { minLength: 1, maxLength: 12 },
    ),
    (expression, texts) => {
      const plain = plainPattern(expression);
      fc.pre(plain !== null);
      const engine = RE2JS.compile(`^(?:${expression})$`);
      for (const one of texts) expect([one, plain(one)]).toEqual([one, engine.matches(one)]);
    },
  );
  fc.assert(agree, { numRuns: 1_000 });
});
