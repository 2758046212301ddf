import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutWith, FIXTURES, start, tocsin } from './tocsin';

const COMMANDS = ['check', 'route', 'replay', 'send', 'redrive'];
const GROUPING = join(FIXTURES, 'grouping.yml');

test('--help names every command', async () => {
  const { status, out, err } = await tocsin(['--help']);

  expect({ status, err }).toEqual({ status: 0, err: '' });
  for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
});

test.each(COMMANDS)('%s --help shows how it is used, with examples', async (command) => {
  const { status, out, err } = await tocsin([command, '--help']);

  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(new RegExp(`^Usage: tocsin ${command} `));
  expect(out).toContain(`$ npx tocsin ${command} `);
  expect(out).toContain('--json');
});

test.each<[string, string[], RegExp]>([
  ['no command', [], /Usage: tocsin <command>/],
  ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
  ['a misspelt command', ['chekc'], /Did you mean check\?/],
  ['an unknown option', ['check', '--frobnicate'], /unknown option '--frobnicate'/],
  ['a misspelt option', ['check', '--jsno'], /Did you mean --json\?/],
  ['a missing argument', ['replay'], /missing required argument 'files'/],
  ['an argument too many', ['check', 'here'], /too many arguments/],
  ['nothing to route', ['route'], /name a FILE/],
  ['a file and labels', ['route', GROUPING, '--label', 'a=b'], /not both/],
  ['a label without a value', ['route', '--label', 'a'], /"a" is not a label: write name=value/],
  ['a time that is none', ['route', '--label', 'a=b', '--at', 'noon'], /--at: "noon" is not an instant/],
  ['two systems at once', ['send', GROUPING, '--local', '--aws'], /cannot be used with/],
  ['a loss that is allowed against nothing', ['check', '--allow', 'a=b'], /belong to --against/],
  ['a queue that is none', ['redrive', 'other'], /ingest, wake, deliver/],
  ['an unknown severity', ['send', GROUPING, '--local', '--severity', 'bad'], /critical, warning, info/],
])('%s is wrong usage', async (_, args, words) => {
  const { status, out, err } = await tocsin(args);

  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(words);
});

const ESCAPE = '\u001b[';

test('there is no colour in a pipe', async () => {
  const { out } = await tocsin(['check']);

  expect(out).not.toContain(ESCAPE);
});

test.each<[string, Record<string, string>, boolean]>([
  ['FORCE_COLOR asks for it', { FORCE_COLOR: '1' }, true],
  ['NO_COLOR forbids it, whatever else', { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colour: %s', async (_, env, expected) => {
  const { out } = await tocsin(['check'], { env });

  expect(out.includes(ESCAPE)).toBe(expected);
});

test('a reader that goes away is no crash', async () => {
  const child = start(['replay', ...Array.from({ length: 500 }, () => GROUPING)]);
  const said: string[] = [];
  child.stderr?.on('data', (chunk) => said.push(String(chunk)));
  child.stdout?.once('data', () => child.stdout?.destroy());

  const [status, signal] = await once(child, 'close');

  expect({ status, signal, said }).toEqual({ status: 0, signal: null, said: [] });
});

test('two that start at once in a fresh checkout build one bundle and both answer', async () => {
  const checkout = checkoutWith();

  const ended = await Promise.all([1, 2, 3].map(() => tocsin(['check', '--config', 'config/minimal'], { checkout })));

  expect(ended.map(({ status, err }) => [status, err])).toEqual(Array(3).fill([0, '']));
  expect(readdirSync(join(checkout, '.tocsin', 'cli'))).toHaveLength(1);
});

test('a checkout that cannot be written to is told in one line', async () => {
  const checkout = checkoutWith({ '.tocsin': 'a file where the folder should be' });

  const { status, err } = await tocsin(['--help'], { checkout });

  expect(status).toBe(1);
  expect(err).toMatch(/^tocsin: cannot build itself in [^\n]+\n$/);
  expect(existsSync(join(checkout, '.tocsin', 'cli'))).toBe(false);
});
