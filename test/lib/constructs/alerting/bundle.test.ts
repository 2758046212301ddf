import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from '../../../../lib/constructs/alerting/bundle';
import { FUNCTIONS } from '../../../../lib/constructs/alerting/pacing';
import { everyChannel } from '../../support';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-bundle-'));
const { outputs } = build(folder, everyChannel).metafile;
afterAll(() => rmSync(folder, { recursive: true }));

const entryOf = (name: string): string => {
  const entry = Object.keys(outputs).find((path) => basename(path) === `${name}.mjs`);
  if (!entry) throw new Error(`no entry for ${name}`);
  return entry;
};

/** What is read before the first call: the entry and everything that it imports, but not what it imports late. */
function readAtStart(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
    if (kind === 'import-statement' && !external) readAtStart(next, seen);
  return seen;
}
const sourcesAtStart = (name: string): string[] =>
  [...readAtStart(entryOf(name))].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));

test.each(FUNCTIONS)('%s exports its handler', (name) => {
  expect(outputs[entryOf(name)]?.exports).toEqual(['handler']);
});

test('the configuration lies beside them', () => {
  expect(JSON.parse(readFileSync(join(folder, 'configuration.json'), 'utf8'))).toEqual(everyChannel);
});

test('the code needs nothing but Node itself', () => {
  const needed = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  const unknown = needed.filter((path) => !builtinModules.includes(path.replace(/^node:/, '')));
  expect(unknown).toEqual([]);
});

test.each(FUNCTIONS)('%s reads nothing large as it starts that it needs seldom or late', (name) => {
  const heavy =
    /node_modules\/(@sentry|@opentelemetry|aws-xray-sdk|@aws-lambda-powertools\/(tracer|metrics)|@aws-sdk\/client-(?!dynamodb)|re2js|temporal-polyfill|zod\/v4\/(classic|locales))/;
  expect(sourcesAtStart(name).filter((source) => heavy.test(source))).toEqual([]);
});

test.each(FUNCTIONS)('%s starts with less than 450 KB', (name) => {
  const bytes = [...readAtStart(entryOf(name))].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  expect(bytes).toBeLessThan(450 * 1024);
});

test('the source maps hold no source', () => {
  const maps = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(FUNCTIONS.length);
  const withSource = maps.filter((name) => 'sourcesContent' in JSON.parse(readFileSync(join(folder, name), 'utf8')));
  expect(withSource).toEqual([]);
});
