import { compile } from '../../../engine/configuration/compile';
import { ConfigError, faultText } from '../../../formats/yaml/config-error';
import { CHANNELS } from './channels';

function faults(text: string): string[] {
  try {
    compile([{ name: 'routing.yml', text }], CHANNELS);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

/** A valid file with one place left to spoil. */
const file = ({ root = '', child = '', receiver = '', end = '' }) => `route:
  receiver: team
${root}
  routes:
  - receiver: team
    matchers: [ severity="critical" ]
${child}
receivers:
- name: team
${receiver}
${end}`;

test('the valid file has no fault', () => {
  expect(faults(file({}))).toEqual([]);
});

test.each<[string, string]>([
  ['  group_wiat: 30s', '3: route.group_wiat: unknown key: did you mean "group_wait"?'],
  ['  group_wait: 5 minutes', '3: route.group_wait: "5 minutes" is not a duration: write "30s" or "1h30m"'],
  ['  group_wait: 30', '3: route.group_wait: "30" is not a duration: write "30s" or "1h30m"'],
  ['  group_wait: [30s]', '3: route.group_wait: expected a text, found a list'],
  ['  group_interval: 0s', '3: route.group_interval: cannot be zero: write "1m"'],
  ['  repeat_interval: 0', '3: route.repeat_interval: cannot be zero: write "1m"'],
  ['  group_by: alertname', '3: route.group_by: expected a list, found "alertname"'],
  ['  group_by: [a, b, a]', '3: route.group_by[2]: label "a" is there twice'],
  ["  group_by: ['...', a]", '3: route.group_by: "..." stands for all labels: write it alone'],
  ["  group_by: ['']", '3: route.group_by[0]: a label name cannot be empty'],
  ['  matchers: [a="b"]', '3: route.matchers: the root route takes every alert: move this to a child route'],
  ['  match: { a: b }', '3: route.match: the root route takes every alert: move this to a child route'],
  ['  match_re: { a: b }', '3: route.match_re: the root route takes every alert: move this to a child route'],
  ['  continue: true', '3: route.continue: the root route takes every alert: move this to a child route'],
])('in the root route, %s: %s', (root, fault) => {
  expect(faults(file({ root }))).toEqual([`routing.yml:${fault}`]);
});

test.each<[string, string[]]>([
  ['    reciever: team', ['7: route.routes[0].reciever: unknown key: did you mean "receiver"?']],
  [
    '    zzz: 1',
    [
      '7: route.routes[0].zzz: unknown key: known here: receiver, group_by, group_wait, group_interval, repeat_interval, matchers, match, match_re, continue, mute_time_intervals, active_time_intervals, labels …',
    ],
  ],
  ['    continue: maybe', ['7: route.routes[0].continue: expected true or false, found "maybe"']],
  [
    '    match: { a-b: c }',
    ['7: route.routes[0].match.a-b: is not a label name: letters, digits and _, and no digit first'],
  ],
  ["    match_re: { a: '[' }", ['7: route.routes[0].match_re.a: error parsing regexp: missing closing ]: `[)$`']],
  ['    routes: { receiver: team }', ['7: route.routes[0].routes: expected a list, found a mapping']],
  [
    '    routes: [ { receiver: taem } ]',
    ['7: route.routes[0].routes[0].receiver: receiver "taem" is not defined: did you mean "team"?'],
  ],
  [
    '    routes:\n    - matchers:\n      - a="b"\n      - a~b',
    [
      '10: route.routes[0].routes[0].matchers[1]: "a~b" is not a matcher: ~ must stand in double quotes; write severity="critical"',
    ],
  ],
  [
    '    routes: [ { matchers: [ {a="b"} ] } ]',
    ['7: route.routes[0].routes[0].matchers[0]: put the matcher in quotes, like \'severity="critical"\''],
  ],
  [
    '    mute_time_intervals: [nights]',
    ['7: route.routes[0].mute_time_intervals[0]: time interval "nights" is not defined: leave it out'],
  ],
  [
    '    labels: { tier: one }',
    [
      '7: route.routes[0].labels: not supported: no message shows them; put them on the alarm, as tags, and group by them',
    ],
  ],
])('in a child route, %s', (child, expected) => {
  expect(faults(file({ child }))).toEqual(expected.map((fault) => `routing.yml:${fault}`));
});

test.each<[string, string[]]>([
  ['  webhok_configs: []', ['10: receivers[0].webhok_configs: unknown key: did you mean "webhook_configs"?']],
  ['  webhook_configs: { url: http://a }', ['10: receivers[0].webhook_configs: expected a list, found a mapping']],
  ['  webhook_configs: [ http://a ]', ['10: receivers[0].webhook_configs[0]: expected a mapping, found "http://a"']],
  [
    '  webhook_configs:\n  - send_resolved: true',
    ['11: receivers[0].webhook_configs[0].url: is missing: expected a text'],
  ],
  [
    '  webhook_configs:\n  - url: http://a\n    max_alert: 1',
    ['12: receivers[0].webhook_configs[0].max_alert: unknown key: did you mean "max_alerts"?'],
  ],
  ['  webhook_configs:\n  - url: ftp://a', ['11: receivers[0].webhook_configs[0].url: write an address']],
  [
    '  webhook_configs:\n  - url: http://a\n    send_resolved: sometimes',
    ['12: receivers[0].webhook_configs[0].send_resolved: expected true or false, found "sometimes"'],
  ],
  [
    '  webhook_configs:\n  - url: http://a\n    http_config:\n      authorization:\n        credential: x',
    [
      '13: receivers[0].webhook_configs[0].http_config.authorization.credentials: is missing: expected a text',
      '14: receivers[0].webhook_configs[0].http_config.authorization.credential: unknown key: did you mean "credentials"?',
    ],
  ],
  [
    '  sms_configs:\n  - to:\n    - "+15550001"\n    - 555',
    ['13: receivers[0].sms_configs[0].to[1]: write a number, like "+15550100"'],
  ],
  [
    '  sns_configs:\n  - phone_number: 555',
    ['11: receivers[0].sns_configs[0].phone_number: write a number, like "+15550100"'],
  ],
  [
    '  sns_configs:\n  - phone_numbr: "+15550001"',
    ['11: receivers[0].sns_configs[0].phone_numbr: unknown key: did you mean "phone_number"?'],
  ],
  ['  opsgenie_configs: [ {} ]', ['10: receivers[0].opsgenie_configs: not built, and route.routes[0] leads here']],
  [
    '  escalation_configs: [ { policy: primary } ]',
    [
      '10: receivers[0].escalation_configs[0].policy: escalation policy "primary" is not defined in oncall.yml: leave it out',
    ],
  ],
  ['- name: team', ['10: receivers[1].name: "team" is there twice']],
  ['- name:', ['10: receivers[1].name: is missing: expected a text']],
  ['- name: ""', ['10: receivers[1].name: must not be empty']],
])('in a receiver, %s', (receiver, expected) => {
  expect(faults(file({ receiver }))).toEqual(expected.map((fault) => `routing.yml:${fault}`));
});

test.each<[string, string[]]>([
  ['rout: {}', ['11: rout: unknown key: did you mean "route"?']],
  ['global: { resolve_timeot: 5m }', ['11: global.resolve_timeot: unknown key: did you mean "resolve_timeout"?']],
  ['global: { slack_api_url: a }', ['11: global.slack_api_url: "a" is not an address: write "https://…"']],
  [
    'global:\n  slack_api_url: http://a\n  slack_api_url_file: ssm:/a',
    ['12: global.slack_api_url: write slack_api_url or slack_api_url_file, not both'],
  ],
  [
    'time_intervals:\n- name: n\n  time_intervals:\n  - weekdays: [saturday:sunday]\n  - times: [ { start_time: 9, end_time: "17:00" } ]',
    [
      '14: time_intervals[0].time_intervals[0].weekdays[0]: "saturday:sunday" is not a range: write "monday:friday" or "sunday"',
      '15: time_intervals[0].time_intervals[1].times[0].start_time: write a time of day, like "09:00", up to "24:00"',
    ],
  ],
])('at the end of the file, %s', (end, expected) => {
  expect(faults(file({ end }))).toEqual(expected.map((fault) => `routing.yml:${fault}`));
});

test('all faults are told at once, in the order of the file', () => {
  // Prepare
  const text = `route:
  receiver: taem
  group_wait: soon
  routes:
  - matchers: [ 'a=b', 'c' ]
    group_intervall: 5m
receivers:
- name: team
  webhook_configs:
  - { urll: http://a }
- name: team
inhibit_rules: [ { sources: [] } ]
`;

  // Act
  const found = faults(text);

  // Assess
  expect(found).toEqual([
    'routing.yml:2: route.receiver: receiver "taem" is not defined: did you mean "team"?',
    'routing.yml:3: route.group_wait: "soon" is not a duration: write "30s" or "1h30m"',
    'routing.yml:5: route.routes[0].matchers[1]: "c" is not a matcher: expected an operator (=, !=, =~ or !~); write severity="critical"',
    'routing.yml:6: route.routes[0].group_intervall: unknown key: did you mean "group_interval"?',
    'routing.yml:10: receivers[0].webhook_configs[0].url: is missing: expected a text',
    'routing.yml:10: receivers[0].webhook_configs[0].urll: unknown key: did you mean "url"?',
    'routing.yml:11: receivers[1].name: "team" is there twice',
    expect.stringMatching(/^routing\.yml:12: inhibit_rules\[0\]\.sources: unknown key/),
  ]);
});

test.each<[string, string[]]>([
  ['', ['routing.yml: is empty: write at least "route:" and "receivers:"']],
  ['# nothing\n', ['routing.yml: is empty: write at least "route:" and "receivers:"']],
  ['- a\n', ['routing.yml: is not a mapping: write at least "route:" and "receivers:"']],
  ['hello', ['routing.yml: is not a mapping: write at least "route:" and "receivers:"']],
  ['receivers: []', ['routing.yml:1: route: is missing: expected a mapping']],
  ['route: {}', ['routing.yml:1: route: has no receiver: the root route must name one, for all other alerts']],
  ['route:\n\treceiver: a', ['routing.yml:2: Tabs are not allowed as indentation: use spaces']],
  [
    'route: { receiver: a',
    ['routing.yml:1: Flow map in block collection must be sufficiently indented and end with a }'],
  ],
  [
    'route: { receiver: a }\nreceivers:\n- name: a\nroute: { receiver: a }',
    ['routing.yml:4: Map keys must be unique: this one is there twice'],
  ],
  ['route: *nowhere', ['routing.yml: Unresolved alias (the anchor must be set before the alias): nowhere']],
  ['a: 1\n---\nb: 2', ['routing.yml:2: Source contains multiple documents; please use YAML.parseAllDocuments()']],
])('%j as a file: %j', (text, expected) => {
  expect(faults(text)).toEqual(expected);
});

test('a fault in what an anchor or a merge brought in is told at the line where it is written', () => {
  // Prepare
  const text = `route:
  receiver: team
  routes:
  - &slow
    receiver: team
    group_wait: later
  - <<: *slow
    match: { a: b }
  - *slow
${'receivers: [ { name: team } ]'}`;

  // Act
  const found = faults(text);

  // Assess
  expect(found).toEqual([
    'routing.yml:6: route.routes[0].group_wait: "later" is not a duration: write "30s" or "1h30m"',
    'routing.yml:6: route.routes[1].group_wait: "later" is not a duration: write "30s" or "1h30m"',
    'routing.yml:6: route.routes[2].group_wait: "later" is not a duration: write "30s" or "1h30m"',
  ]);
});

test('a fault in what entries take over from `global` is told once, where it stands', () => {
  // Prepare
  const text = `global:
  http_config:
    authorization: {}
route: { receiver: team }
receivers:
- name: team
  webhook_configs: [ { url: http://a }, { url: http://b } ]
`;

  // Act
  const found = faults(text);

  // Assess
  expect(found).toEqual(['routing.yml:3: global.http_config.authorization.credentials: is missing: expected a text']);
});

test('aliases that unfold without end are refused', () => {
  const rows = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(10)}]`);
  expect(faults(`a0: &a0 x\n${rows.join('\n')}`)).toEqual([expect.stringContaining('Excessive alias count')]);
});

test('a megabyte with one typo at its end is told by its line', () => {
  // Prepare
  const route = '  - { matchers: [ service="some-service-of-ours" ], receiver: team, group_wait: 30s }\n';
  const many = Math.ceil(1_000_000 / route.length);
  const text = `receivers: [ { name: team } ]\nroute:\n  receiver: team\n  routes:\n${route.repeat(many)}  - { recever: team }\n`;

  // Act
  const found = faults(text);

  // Assess
  expect(found).toEqual([
    `routing.yml:${many + 5}: route.routes[${many}].recever: unknown key: did you mean "receiver"?`,
  ]);
});

test.each<[string, string]>([
  ['templates: [ a.tmpl ]', '11: templates: not read: messages are worded by Tocsin'],
  ['tracing: { endpoint: a }', '11: tracing: not used: traces go to AWS X-Ray'],
  ['event_recorder: { file_outputs: [ { path: a } ] }', '11: event_recorder: not used'],
])('%s is left aside with a word', (end, warning) => {
  const { warnings } = compile([{ name: 'routing.yml', text: file({ end }) }], CHANNELS);
  expect(warnings.map(faultText)).toEqual([expect.stringContaining(`routing.yml:${warning}`)]);
});

test('labels of a receiver are its own name or anything else', () => {
  expect(faults(file({ receiver: '  labels: { name: team, tier: one }' }))).toEqual([]);
  expect(faults(file({ receiver: '  labels: { name: other }' }))).toEqual([
    'routing.yml:10: receivers[0].labels.name: must be the receiver\'s own name, "team", or be left out',
  ]);
});
