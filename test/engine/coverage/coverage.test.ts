import fc from 'fast-check';
import { channels } from '../../../channels/index';
import type { Labels } from '../../../core/alert/alert';
import { match } from '../../../core/routing/match';
import { compile } from '../../../engine/configuration/compile';
import type { Configuration } from '../../../engine/configuration/configuration';
import { lossesOf, MADE_UP } from '../../../engine/coverage/coverage';
import { reachOf } from '../../../engine/coverage/reach';
import { samplesOf } from '../../../engine/coverage/samples';

const RECEIVERS = `
receivers:
  - name: nobody
  - name: chat
    slack_configs: [ { app_token_file: "ssm:/s", channel: "#alerts" } ]
  - name: oncall
    pagerduty_configs: [ { routing_key_file: "ssm:/pd" } ]
  - name: phone
    sms_configs: [ { to: "+15550001111" } ]`;

/** A configuration with these routes below one that goes to the chat. */
const configured = (...routes: readonly string[]): Configuration =>
  compile(
    [{ name: 'routing.yml', text: `route: { receiver: chat, routes: [ ${routes.join(', ')} ] }${RECEIVERS}` }],
    channels,
  ).configuration;

const CRITICAL = '{ matchers: [ severity=critical ], receiver: oncall }';
const before = configured(CRITICAL);

/** What is lost, in words: severity, kind, and what else was asked for. */
function lost(after: Configuration, from = before): readonly string[] {
  const { samples } = samplesOf(from.route, after.route);
  const probes = samples.map(({ labels }) => ({ labels, from: MADE_UP }));
  return lossesOf(from, after, probes).map(({ labels: { severity, ...rest }, kind }) =>
    [severity, kind, ...Object.entries(rest).flat()].join(' '),
  );
}

test.each<[string, Labels, string, string[]]>([
  ['a critical alert', { severity: 'critical' }, 'page', ['pagerduty ssm:/pd']],
  ['any other', { severity: 'info' }, 'message', ['slack #alerts']],
])('%s reaches whom its route names', (_what, labels, level, who) => {
  expect(reachOf(before, labels)).toMatchObject({ level, who });
});

test('the same configuration loses nothing, nor does one that only pages others more', () => {
  expect(lost(before)).toEqual([]);
  expect(
    lost(
      configured(
        CRITICAL,
        '{ matchers: [ severity=warning ], receiver: phone, continue: true }',
        '{ matchers: [ severity=warning ], receiver: chat }',
      ),
    ),
  ).toEqual([]);
});

test.each<[string, string[], string[]]>([
  ['the route is gone', [], ['critical no page']],
  ['it leads to nobody', ['{ matchers: [ severity=critical ], receiver: nobody }'], ['critical nobody']],
  ['another person is paged', ['{ matchers: [ severity=critical ], receiver: phone }'], ['critical others']],
  [
    'a new route before it takes a part of it',
    ['{ matchers: [ service=payments ], receiver: chat }', CRITICAL],
    ['critical no page service payments'],
  ],
  [
    'a new route takes what an expression names',
    ['{ matchers: [ "service=~pay-(in|out)" ], receiver: nobody }', CRITICAL],
    ['critical nobody service pay-in'],
  ],
  [
    'a route below it takes a part of it',
    ['{ matchers: [ severity=critical ], receiver: oncall, routes: [ { matchers: [ team=x ], receiver: chat } ] }'],
    ['critical no page team x'],
  ],
])('%s', (_what, routes, expected) => {
  expect(lost(configured(...routes))).toEqual(expect.arrayContaining(expected));
});

test('of those that lose the same on the same way, one is told for each severity', () => {
  // Prepare
  const after = configured();
  const probes = ['a', 'b', 'c'].map((team) => ({ labels: { severity: 'critical', team }, from: MADE_UP }));

  // Act
  const losses = lossesOf(before, after, probes);

  // Assess
  expect(losses).toHaveLength(1);
});

test('alarms that are known by name are told one by one', () => {
  // Prepare
  const probes = ['Disk', 'Cpu'].map((alertname) => ({ labels: { severity: 'critical', alertname }, from: 'a file' }));

  // Act
  const losses = lossesOf(before, configured(), probes);

  // Assess
  expect(losses.map(({ labels }) => labels.alertname)).toEqual(['Disk', 'Cpu']);
});

test('a way for which no labels could be made up is named', () => {
  const odd = configured('{ matchers: [ "code=~5[0-9]{2}x?[a-f]" ], receiver: oncall }');

  expect(samplesOf(odd.route, odd.route).missed).toEqual(['{}/{code=~"5[0-9]{2}x?[a-f]"}']);
});

const matchers = fc.constantFrom('a=1', 'a!=1', '"a=~1|2"', 'b=x', 'severity=critical', '"b=~x.*"', '"a!~2.*"');
const route = fc.tuple(fc.uniqueArray(matchers, { minLength: 1, maxLength: 2 }), fc.boolean());
const tree = fc
  .array(route, { minLength: 1, maxLength: 4 })
  .map((routes) =>
    configured(
      ...routes.map(([texts, more]) => `{ matchers: [ ${texts.join(', ')} ], receiver: oncall, continue: ${more} }`),
    ),
  );

test('every sample goes where it says that it goes, and every way is taken or named', () => {
  const holds = fc.property(tree, ({ route: root }) => {
    const { samples, missed } = samplesOf(root, root);
    for (const { labels, path } of samples) expect(match(root, labels)[0]?.route.path).toBe(path);
    const taken = new Set(samples.flatMap(({ labels }) => match(root, labels).map((one) => one.route.path)));
    for (const child of root.routes) expect(taken.has(child.path) || missed.includes(child.path)).toBe(true);
  });
  fc.assert(holds, { numRuns: 60 });
});
