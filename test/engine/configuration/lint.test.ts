import fc from 'fast-check';
import { channels } from '../../../channels';
import { explain } from '../../../core/routing/match';
import { compile } from '../../../engine/configuration/compile';
import { lint } from '../../../engine/configuration/lint';
import { faultText } from '../../../formats/yaml/config-error';
import { readYaml } from '../../../formats/yaml/source';

const RECEIVERS = 'receivers: [ { name: team }, { name: web } ]';

function findings(routes: string, receivers = RECEIVERS): readonly string[] {
  const text = `route:\n  receiver: team\n  routes:\n${routes}\n${receivers}\n`;
  const { configuration } = compile([{ name: 'routing.yml', text }], channels);
  return lint(readYaml('routing.yml', text), configuration).map(faultText);
}

const route = (matchers: string, more = '') => `    - { receiver: web, matchers: [${matchers}]${more} }\n`;

test.each<[string, string]>([
  ['the same matchers again', route("'a=1'") + route("'a=1'")],
  ['fewer matchers before more', route("'a=1'") + route("'a=1', 'b=2'")],
  ['everything before something', route('') + route("'a=1'")],
  ['an expression before one of its values', route("'a=~1|2'") + route("'a=2'")],
  ['another value excluded before one value', route("'a!=1'") + route("'a=2'")],
  [
    'the parent’s matcher before anything',
    `    - { receiver: web, matchers: ['a=1'], routes: [ { matchers: ['a=1'] }, { matchers: ['b=1'] } ] }\n`,
  ],
  [
    'a value that its parent excludes',
    `    - { receiver: web, matchers: ['a=1'], routes: [ { matchers: ['a=2'] } ] }\n`,
  ],
])('%s: the later route is told to be out of reach', (_, routes) => {
  const found = findings(routes);

  expect(found).toEqual([expect.stringMatching(/^routing\.yml:[45]: route\.routes\[\d\]\S*: no alert comes here: /)]);
});

test.each<[string, string]>([
  ['other values', route("'a=1'") + route("'a=2'")],
  ['more matchers before fewer', route("'a=1', 'b=2'") + route("'a=1'")],
  ['continue', route("'a=1'", ', continue: true') + route("'a=1'")],
  ['an expression that is not looked into', route("'a=~1.*'") + route("'a=~12.*'")],
  ['an absent label', route("'a=1'") + route("'b=1'")],
])('%s: both routes are within reach', (_, routes) => {
  expect(findings(routes)).toEqual([]);
});

test('a receiver that no route names is told', () => {
  expect(findings(route("'a=1'"), 'receivers: [ { name: team }, { name: web }, { name: old } ]')).toEqual([
    'routing.yml:6: receivers[2].name: receiver "old" is never used: no route names it',
  ]);
});

const matcher = fc
  .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('=', '!=', '=~', '!~'), fc.constantFrom('', '1', '2', '1|2'))
  .map(([name, operator, value]) => `'${name}${operator}"${value}"'`);
const sibling = fc.tuple(fc.uniqueArray(matcher, { maxLength: 3 }), fc.boolean());
const VALUES = ['', '1', '2', '3'];
const everyAlert = VALUES.flatMap((a) => VALUES.map((b) => ({ a, b })));

test('no alert ever comes where lint says that none does', () => {
  const sound = fc.property(fc.array(sibling, { minLength: 1, maxLength: 4 }), (siblings) => {
    const routes = siblings.map(([matchers, goesOn]) => route(matchers.join(', '), goesOn ? ', continue: true' : ''));
    const text = `route:\n  receiver: team\n  routes:\n${routes.join('')}\n${RECEIVERS}\n`;
    const { configuration } = compile([{ name: 'routing.yml', text }], channels);

    const told = lint(readYaml('routing.yml', text), configuration).map(({ path }) => path);

    const met = everyAlert.flatMap((labels) =>
      explain(configuration.route, labels)
        .tried.filter(({ unmet }) => unmet.length === 0)
        .map(({ position }) => `route.routes[${position}]`),
    );
    expect(told.filter((path) => met.includes(path))).toEqual([]);
  });
  fc.assert(sound);
});
