import fc from 'fast-check';
import { channels } from '../../../channels';
import { explain } from '../../../core/routing/match';
import { compile } from '../../../engine/configuration/compile';
import { lint } from '../../../engine/configuration/lint';
import { faultText } from '../../../formats/yaml/config-error';
import { readYaml } from '../../../formats/yaml/source';

const NOW = Date.UTC(2026, 0, 5);
const RECEIVERS = 'receivers: [ { name: team }, { name: web } ]';

function findings(routes: string, receivers = RECEIVERS): readonly string[] {
  const text = `route:\n  receiver: team\n  routes:\n${routes}\n${receivers}\n`;
  const { configuration } = compile([{ name: 'routing.yml', text }], channels);
  return lint(readYaml('routing.yml', text), configuration, NOW).map(faultText);
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

    const told = lint(readYaml('routing.yml', text), configuration, NOW).map(({ path }) => path);

    const met = everyAlert.flatMap((labels) =>
      explain(configuration.route, labels)
        .tried.filter(({ unmet }) => unmet.length === 0)
        .map(({ position }) => `route.routes[${position}]`),
    );
    expect(told.filter((path) => met.includes(path))).toEqual([]);
  });
  fc.assert(sound);
});

describe('muting', () => {
  const muting = (times: string, intervals: string, end = '') =>
    findings(
      `    - { receiver: web, matchers: ['a=1'], ${times} }`,
      `${RECEIVERS}\ntime_intervals: [ ${intervals} ]\n${end}`,
    );
  const rule = (sources: string, targets: string, more = '') =>
    muting(
      'group_wait: 1s',
      '',
      `inhibit_rules: [ { source_matchers: [${sources}], target_matchers: [${targets}] }${more} ]`,
    );

  test.each<[string, string, string, string]>([
    [
      'a mute time that never ends',
      'mute_time_intervals: [i]',
      '{ name: i, time_intervals: [ {} ] }',
      'nobody is ever told by this route: i never ends',
    ],
    [
      'an active time that never comes',
      'active_time_intervals: [i]',
      '{ name: i, time_intervals: [ { years: [2025] } ] }',
      'nobody is ever told by this route: i never comes',
    ],
    [
      'an interval that nobody uses',
      'group_wait: 1s',
      '{ name: i, time_intervals: [ {} ] }',
      'time interval "i" is never used',
    ],
    [
      'an interval that does not come',
      'mute_time_intervals: [i]',
      '{ name: i, time_intervals: [ { months: [february], days_of_month: [30] } ] }',
      'time interval "i" does not come in the next five years',
    ],
  ])('%s is told', (_, times, intervals, message) => {
    expect(muting(times, intervals)).toContainEqual(expect.stringContaining(message));
  });

  test('times that come and go are nothing to tell', () => {
    const nights = "{ name: i, time_intervals: [ { times: [ { start_time: '00:00', end_time: '06:00' } ] } ] }";
    expect(muting('mute_time_intervals: [i]', nights)).toEqual([]);
    expect(muting('active_time_intervals: [i]', nights)).toEqual([]);
  });

  test.each<[string, string, string, string]>([
    ['sources that nothing can be', "'a=1', 'a=2'", "'b=1'", 'inhibits nothing: no source can be {a="2"}'],
    ['targets that nothing can be', "'a=1'", "'b=1', 'b!=1'", 'inhibits nothing: no target can be {b!="1"}'],
    ['both sides alike', "'a=1'", "'a=1'", 'inhibits nothing: whatever matches its targets matches its sources'],
    ['both sides of everything', '', '', 'inhibits nothing: whatever matches its targets matches its sources'],
  ])('of a rule, %s: told', (_, sources, targets, message) => {
    expect(rule(sources, targets)).toEqual([expect.stringContaining(`inhibit_rules[0]: ${message}`)]);
  });

  test('a rule that is there twice is told', () => {
    const again = ", { source_matchers: ['a=1'], target_matchers: ['b=1'] }";
    expect(rule("'a=1'", "'b=1'", again)).toEqual([
      expect.stringContaining('inhibit_rules[1]: says what inhibit_rules[0] says'),
    ]);
  });

  test.each([
    ["'a=1'", "'b=1'"],
    ["'a=1'", "'a=1', 'b=1'"],
    ["'a=~1|2'", "'a=~2|3'"],
    ['', "'a=1'"],
  ])('sources %s and targets %s are nothing to tell', (sources, targets) => {
    expect(rule(sources, targets)).toEqual([]);
  });
});
