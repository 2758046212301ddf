import { readScenario } from '../../../../engine/simulation/replay/scenario';
import { ConfigError } from '../../../../formats/yaml/config-error';

const CONFIG = `
config:
  routing:
    route: { receiver: team }
    receivers: [ { name: team, webhook_configs: [ { url: "http://a" } ], sms_configs: [ { to: "+15550000001" } ] } ]
`;
const noFolder = () => {
  throw new Error('no folder is named');
};

function faultsOf(text: string, folder = noFolder): readonly string[] {
  try {
    readScenario('s.yml', text, folder);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('what a scenario leaves out has a default', () => {
  const scenario = readScenario('s.yml', `${CONFIG}events: [ { at: 90s, raw: help } ]`, noFolder);

  expect(scenario).toMatchObject({ name: 's.yml', seed: 1, start: Date.UTC(2026, 0, 1), expect: null });
  expect(scenario.until - scenario.start).toBe(3_690_000);
});

test('a message keeps its nulls: it is somebody else’s format', () => {
  const text = `${CONFIG}events: [ { at: 1s, sns: { AlarmName: x, AlarmDescription: null } } ]`;

  const { events } = readScenario('s.yml', text, noFolder);

  expect(events[0]?.happening).toEqual({
    type: 'message',
    source: 'sns',
    body: '{"AlarmName":"x","AlarmDescription":null}',
  });
});

test('an expectation keeps its nulls', () => {
  const text = `${CONFIG}expect: { incidents: [ { resolved_at: null } ] }`;

  expect(readScenario('s.yml', text, noFolder).expect).toEqual({ incidents: [{ resolved_at: null }] });
});

test('a folder’s faults are told under the folder’s name', () => {
  const folder = () => ({ shown: 'config/acme', files: [{ name: 'routing.yml', text: 'route: {}\nreceivers: []' }] });

  expect(faultsOf('config: config/acme', folder as never)[0]).toMatch(/^config\/acme\/routing\.yml:1: route: /);
});

test.each<[string, string, string]>([
  ['no configuration file', 'config: {}', 's.yml:1: config.routing: is missing'],
  ['an unknown key', `${CONFIG}evnts: []`, 's.yml:6: evnts: unknown key: did you mean "events"?'],
  ['a wrong time', `${CONFIG}events: [ { at: soon, raw: x } ]`, 's.yml:6: events[0].at: "soon" is not a time'],
  ['a start that is none', `${CONFIG}start: 5s`, 's.yml:6: start: "5s" is not an instant'],
  ['an event before the start', `${CONFIG}events: [ { at: -1s, raw: x } ]`, 's.yml:6: events[0].at: lies before'],
  ['an event of nothing', `${CONFIG}events: [ { at: 1s } ]`, 's.yml:6: events[0]: nothing happens'],
  [
    'two events in one',
    `${CONFIG}events: [ { at: 1s, raw: x, crash: router } ]`,
    's.yml:6: events[0]: raw and crash in',
  ],
  [
    'an unknown event',
    `${CONFIG}events: [ { at: 1s, silense: {} } ]`,
    's.yml:6: events[0].silense: unknown key: did you mean "silence"?',
  ],
  [
    'an alert without labels',
    `${CONFIG}events: [ { at: 1s, alerts: [ { labels: {} } ] } ]`,
    's.yml:6: events[0].alerts',
  ],
  [
    'an alert that ends before it starts',
    `${CONFIG}events: [ { at: 1s, alerts: [ { labels: { a: b }, starts_at: 5s, ends_at: 4s } ] } ]`,
    's.yml:6: events[0].alerts[0].ends_at: lies before starts_at',
  ],
  [
    'an outage of nobody',
    `${CONFIG}events: [ { at: 1s, outage: { receiver: tem } } ]`,
    's.yml:6: events[0].outage.receiver: there is no receiver "tem": did you mean "team"?',
  ],
  [
    'an outage of a channel that is not there',
    `${CONFIG}events: [ { at: 1s, outage: { receiver: team, channel: slack } } ]`,
    's.yml:6: events[0].outage.channel: team has no "slack"',
  ],
  [
    'an outage of one of several kinds',
    `${CONFIG}events: [ { at: 1s, outage: { receiver: team, config: 0 } } ]`,
    's.yml:6: events[0].outage.config: say of which channel: team has sms, webhook',
  ],
  [
    'an answer that is none',
    `${CONFIG}events: [ { at: 1s, outage: { receiver: team, answer: maybe } } ]`,
    's.yml:6: events[0].outage.answer: write a status',
  ],
  [
    'a fault in a reload',
    `${CONFIG}events: [ { at: 1s, reload: { routing: { route: { receiver: x } } } } ]`,
    's.yml:6: events[0].reload.routing.route.receiver: receiver "x" is not defined',
  ],
  [
    'an end of a silence that is none',
    `${CONFIG}events: [ { at: 1s, silence: { id: s1, matchers: [ 'a="b"' ] } }, { at: 2s, expire_silence: s2 } ]`,
    's.yml:6: events[1].expire_silence: there is no silence "s2": did you mean "s1"?',
  ],
  [
    'a silence that ends before it starts',
    `${CONFIG}events: [ { at: 5s, silence: { matchers: [ 'a="b"' ], starts_at: 9s, ends_at: 7s } } ]`,
    's.yml:6: events[0].silence.ends_at: the silence would end before it starts',
  ],
  [
    'a silence for nothing',
    `${CONFIG}events: [ { at: 5s, silence: { matchers: [] } } ]`,
    's.yml:6: events[0].silence.matchers: write at least one matcher',
  ],
  [
    'a silence with a matcher that is none',
    `${CONFIG}events: [ { at: 5s, silence: { matchers: [ 'a="b"', 'c' ] } } ]`,
    's.yml:6: events[0].silence.matchers[1]: "c" is not a matcher',
  ],
  ['no YAML', 'config: [', 's.yml:1: '],
])('%s is told at its line', (_, text, expected) => {
  expect(faultsOf(text)[0]).toContain(expected);
});

test('every fault is told at once', () => {
  const text = `${CONFIG}events:\n  - { at: 1s, outage: { receiver: nobody } }\n  - { at: 2s, heartbeat: x }`;

  expect(faultsOf(text)).toHaveLength(2);
});
