import * as z from 'zod';
import { ConfigError, type Fault, faultText, pathText } from '../../../formats/yaml/config-error';
import { fromValue, readYaml } from '../../../formats/yaml/source';
import { validate } from '../../../formats/yaml/validate';

const Schema = z.strictObject({
  name: z.string().optional(),
  flag: z.boolean().optional(),
  count: z.number().optional(),
  short: z.string().min(2).max(3).optional(),
  few: z.array(z.number().max(9)).min(1).optional(),
  level: z.enum(['high', 'low']).optional(),
  many: z.union([z.string(), z.array(z.string().max(3, 'is too long'))]).optional(),
  secret: z
    .union([z.string().regex(/^ssm:/, 'write ssm:/name'), z.strictObject({ ref: z.string() })], {
      error: 'write ssm:/name',
    })
    .optional(),
  nested: z.record(z.string(), z.strictObject({ deep: z.string() })).optional(),
});

const read = (text: string) => {
  const result = validate(Schema, readYaml('a.yml', text));
  return result.ok ? result.data : result.faults.map(faultText);
};

test.each<[string, z.infer<typeof Schema>]>([
  ['name: text', { name: 'text' }],
  ['name: 500', { name: '500' }],
  ['name: 0123', { name: '0123' }],
  ['name: +1555', { name: '+1555' }],
  ['name: 1.50', { name: '1.50' }],
  ['name: true', { name: 'true' }],
  ['name: yes', { name: 'yes' }],
  ['name:', {}],
  ['name: ~', {}],
  ['flag: true', { flag: true }],
  ['flag: yes', { flag: true }],
  ['flag: Off', { flag: false }],
  ['count: 5', { count: 5 }],
  ['many: [a, 5]', { many: ['a', '5'] }],
  ['many: 5', { many: '5' }],
  ['nested: { a: { deep: 1 } }', { nested: { a: { deep: '1' } } }],
])('%j is read by what is wanted, as upstream reads it', (text, value) => {
  expect(read(text)).toEqual(value);
});

test.each<[string, string[]]>([
  ['flag: "yes"', ['a.yml:1: flag: expected true or false, found "yes"']],
  ['count: "5"', ['a.yml:1: count: expected a number, found "5"']],
  ['count: { a: b }', ['a.yml:1: count: expected a number, found a mapping']],
  ['name:\n  - a', ['a.yml:1: name: expected a text, found a list']],
  ['short: x', ['a.yml:1: short: is too small: at least 2 characters']],
  ['short: xxxx', ['a.yml:1: short: is too big: at most 3 characters']],
  ['few: []', ['a.yml:1: few: is too small: at least 1 of them']],
  ['few: [10]', ['a.yml:1: few[0]: is too big: at most 9']],
  ['level: middle', ['a.yml:1: level: expected one of "high", "low", found "middle"']],
  ['many:\n- a\n- abcd', ['a.yml:3: many[1]: is too long']],
  ['secret: plain', ['a.yml:1: secret: write ssm:/name']],
  ['secret: [plain]', ['a.yml:1: secret: write ssm:/name']],
  ['nested:\n  a:\n    deep: x\n    depp: y', ['a.yml:4: nested.a.depp: unknown key: did you mean "deep"?']],
  ['nested:\n  a b: {}', ['a.yml:2: nested["a b"].deep: is missing: expected a text']],
  [
    'nmae: a\nflg: b',
    ['a.yml:1: nmae: unknown key: did you mean "name"?', 'a.yml:2: flg: unknown key: did you mean "flag"?'],
  ],
  [
    '__proto__: a',
    ['a.yml:1: __proto__: unknown key: known here: name, flag, count, short, few, level, many, secret, nested'],
  ],
])('%j is refused: %j', (text, faults) => {
  expect(read(text)).toEqual(faults);
});

test('plain values have no lines, and are read as leniently', () => {
  // Prepare
  const source = fromValue('a.yml', { name: 5, nested: { a: null }, flag: 'x' });

  // Act
  const result = validate(Schema, source);

  // Assess
  expect(result).toEqual({
    ok: false,
    faults: [{ file: 'a.yml', line: null, path: 'flag', message: 'expected true or false, found "x"' }],
  });
});

test('a long value is shortened where it is quoted', () => {
  expect(read(`flag: ${'x'.repeat(1_000)}`)).toEqual([
    `a.yml:1: flag: expected true or false, found "${'x'.repeat(60)}…"`,
  ]);
});

test('a merge that another merge brought in is found', () => {
  // Prepare
  const source = readYaml('a.yml', 'a: &a { x: 1 }\nb: &b\n  <<: *a\nc:\n  <<: [ *b, { y: 2 } ]');

  // Assess
  expect(source.value).toMatchObject({ c: { x: 1, y: 2 } });
  expect([source.line(['c', 'x']), source.line(['c', 'y']), source.line(['c', 'z'])]).toEqual([1, 5, 4]);
});

test('a path is written as people write it', () => {
  expect(pathText(['route', 'routes', 1, 'a.b', 'ü'])).toBe('route.routes[1]["a.b"].ü');
  expect(pathText([])).toBe('');
});

test('faults are told file by file, each in its order', () => {
  // Prepare
  const fault = (file: string, line: number | null): Fault => ({ file, line, path: '', message: 'x' });

  // Act
  const { message } = new ConfigError([fault('a.yml', 9), fault('a.yml', 2), fault('b.yml', null)]);

  // Assess
  expect(message).toBe('a.yml:2: x\na.yml:9: x\nb.yml: x');
});
