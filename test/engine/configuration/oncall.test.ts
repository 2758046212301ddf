import { type Compiled, compile } from '../../../engine/configuration/compile';
import { readConfiguration } from '../../../engine/configuration/read';
import { ConfigError, faultText } from '../../../formats/yaml/config-error';
import { CHANNELS } from './channels';

const ROUTING = `
global: { smtp_from: tocsin@example.com, slack_app_token_file: 'ssm:/slack' }
route: { receiver: team }
receivers: [ { name: team, webhook_configs: [ { url: "http://a" } ] }, { name: nowhere } ]`;

const compiled = (oncall: string, routing = ROUTING): Compiled =>
  compile(
    [
      { name: 'routing.yml', text: routing },
      { name: 'oncall.yml', text: oncall },
    ],
    CHANNELS,
  );
const oncallOf = (oncall: string) => compiled(oncall).configuration.oncall;
const warningsOf = (oncall: string, routing?: string) => compiled(oncall, routing).warnings.map(faultText);

function faultsOf(oncall: string, routing?: string): readonly string[] {
  try {
    compiled(oncall, routing);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(faultText);
  }
}

const FULL = `
people:
  alice:
    name: Alice Adams
    timezone: Europe/Paris
    contacts: { sms: "+33600000000", email: alice@example.com, slack: U012AB3CD }
    notify:
      critical: [ { after: 0m, by: [slack, sms] }, { after: 5m, by: [sms] } ]
      default: [ { by: [slack] } ]
  bob: { contacts: { sms: +15550100002 } }
schedules:
  primary:
    timezone: America/New_York
    layers:
      - { name: week, rotation: weekly, every: 2, handoff: "2026-01-05T09:00", people: [alice, bob] }
      - { rotation: hourly, handoff: 2026-01-05T09:00, people: [bob], active: [ { days: [mon, sun], from: "18:00", to: "08:00" }, { days: [sat] } ] }
escalation_policies:
  primary:
    steps:
      - { notify: [schedule:primary], escalate_after: 90s }
      - { notify: [schedule:primary, person:alice] }
    repeat: 2
    ack_timeout: 30m
last_resort: { receiver: team }
flap_window: 2m`;

test('people, schedules and policies are read, and what they leave out is filled in', () => {
  // Act
  const { people, schedules, policies, ...rest } = oncallOf(FULL);

  // Assess
  expect(people.bob).toMatchObject({ id: 'bob', name: 'bob', timezone: 'UTC', rules: {} });
  expect(people.alice?.rules).toEqual({
    critical: [
      { afterMs: 0, by: ['slack', 'sms'] },
      { afterMs: 300_000, by: ['sms'] },
    ],
    default: [{ afterMs: 0, by: ['slack'] }],
  });
  expect(schedules.primary).toEqual({
    name: 'primary',
    timezone: 'America/New_York',
    layers: [
      {
        name: 'week',
        rotation: 'weekly',
        every: 2,
        handoff: Date.parse('2026-01-05T09:00Z'),
        people: ['alice', 'bob'],
        active: null,
      },
      {
        name: 'layer 2',
        rotation: 'hourly',
        every: 1,
        handoff: Date.parse('2026-01-05T09:00Z'),
        people: ['bob'],
        active: [
          { days: [1, 7], fromMinute: 1080, toMinute: 480 },
          { days: [6], fromMinute: 0, toMinute: 1440 },
        ],
      },
    ],
  });
  expect(policies.primary).toEqual({
    name: 'primary',
    steps: [
      { targets: [{ type: 'schedule', schedule: 'primary' }], escalateAfterMs: 90_000 },
      {
        targets: [
          { type: 'schedule', schedule: 'primary' },
          { type: 'person', person: 'alice' },
        ],
        escalateAfterMs: 300_000,
      },
    ],
    repeat: 2,
    ackTimeoutMs: 1_800_000,
  });
  expect(rest).toEqual({ lastResort: 'team', flapWindowMs: 120_000, contactsFile: null });
});

test('a contact is a destination like any receiver’s', () => {
  const { alice, bob } = oncallOf(FULL).people;

  expect(Object.keys(alice?.contacts ?? {})).toEqual(['slack', 'sms', 'email']);
  expect(alice?.contacts.slack).toMatchObject({
    channel: 'slack',
    to: 'U012AB3CD',
    settings: { channel: 'U012AB3CD', app_token_file: 'ssm:/slack' },
  });
  expect(alice?.contacts.email).toMatchObject({ to: 'alice@example.com', settings: { from: 'tocsin@example.com' } });
  // A number that YAML takes for one.
  expect(bob?.contacts.sms).toMatchObject({ channel: 'sms', to: '+15550100002' });
});

test('what is compiled survives being written as JSON', () => {
  const { configuration } = compiled(FULL);

  expect(readConfiguration(JSON.stringify(configuration))).toEqual(configuration);
});

test('the hash changes with the people', () => {
  expect(compiled(FULL).configuration.hash).not.toBe(
    compiled(FULL.replace('+33600000000', '+33600000001')).configuration.hash,
  );
});

test.each(['', '{}', '# nothing yet'])('%j says nothing', (text) => {
  expect(oncallOf(text)).toEqual({
    people: {},
    schedules: {},
    policies: {},
    lastResort: null,
    flapWindowMs: 300_000,
    contactsFile: null,
  });
  expect(warningsOf(text)).toEqual([]);
});

const person = (fields: string) => `people:\n  alice: ${fields}`;
const CONTACT = 'contacts: { sms: "+15550100001" }';
const ALICE = `people: { alice: { ${CONTACT} } }\n`;
const layers = (...lines: string[]) =>
  `${ALICE}schedules:\n  primary:\n    timezone: UTC\n    layers:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
const WEEK = 'rotation: weekly, handoff: "2026-01-05T09:00", people: [alice]';
const policy = (...lines: string[]) =>
  `${layers(`{ ${WEEK} }`)}last_resort: { receiver: team }\nescalation_policies:\n  first:\n${lines.map((line) => `    ${line}\n`).join('')}`;

test.each<[string, string, string]>([
  ['a key', 'peoples: {}', '1: peoples: unknown key: did you mean "people"?'],
  ['a list', '- a', '1: expected a mapping, found a list'],
  [
    'a person’s key',
    person('{ contact: { sms: "+15550100001" } }'),
    '2: people.alice.contact: unknown key: did you mean "contacts"?',
  ],
  [
    'a number without its country',
    person('{ contacts: { sms: "0600000000" } }'),
    '2: people.alice.contacts.sms: is not a phone number: write it with its country, like "+15550100001"',
  ],
  [
    'a number with spaces',
    person('{ contacts: { sms: "+33 6 00 00 00 00" } }'),
    '2: people.alice.contacts.sms: is not a phone number: write it with its country, like "+15550100001"',
  ],
  [
    'an address',
    person('{ contacts: { email: alice } }'),
    '2: people.alice.contacts.email: is not an address: write one, like "alice@example.com"',
  ],
  [
    'a name of Slack',
    person('{ contacts: { slack: "@alice" } }'),
    '2: people.alice.contacts.slack: is not a member id: copy it from the person’s profile in Slack, like "U012AB3CD"',
  ],
  [
    'a person’s zone',
    person(`{ timezone: Paris, ${CONTACT} }`),
    '2: people.alice.timezone: "Paris" is not a time zone: write one of the IANA names, like "Europe/Paris"',
  ],
  [
    'a rule by what is no contact of hers',
    person(`{ ${CONTACT}, notify: { default: [ { by: [email] } ] } }`),
    '2: people.alice.notify.default[0].by[0]: there is no email among the contacts: known here: sms',
  ],
  [
    'a rule by what is none',
    person(`{ ${CONTACT}, notify: { default: [ { by: [smss] } ] } }`),
    '2: people.alice.notify.default[0].by[0]: expected one of "slack", "sms", "email", found "smss"',
  ],
  [
    'a zone',
    layers(`{ ${WEEK} }`).replace('UTC', '"+02:00"'),
    '4: schedules.primary.timezone: "+02:00" is not a time zone: write one of the IANA names, like "Europe/Paris"',
  ],
  [
    'an unknown person',
    layers(`{ ${WEEK.replace('[alice]', '[alise]')} }`),
    '6: schedules.primary.layers[0].people[0]: person "alise" is not defined: did you mean "alice"?',
  ],
  [
    'nobody',
    layers(`{ ${WEEK.replace('[alice]', '[]')} }`),
    '6: schedules.primary.layers[0].people: is empty: a rotation needs somebody',
  ],
  [
    'a rotation',
    layers(`{ ${WEEK.replace('weekly', 'monthly')} }`),
    '6: schedules.primary.layers[0].rotation: expected one of "hourly", "daily", "weekly", found "monthly"',
  ],
  [
    'a handoff with an offset',
    layers(`{ ${WEEK.replace('T09:00', 'T09:00Z')} }`),
    '6: schedules.primary.layers[0].handoff: "2026-01-05T09:00Z" is not a date and time: write one without an offset: it is a time on the clock of the schedule’s zone',
  ],
  [
    'a day that does not exist',
    layers(`{ ${WEEK.replace('2026-01-05', '2026-02-29')} }`),
    '6: schedules.primary.layers[0].handoff: "2026-02-29T09:00" is not a date and time: write one like "2026-01-05T09:00"',
  ],
  [
    'turns of nothing',
    layers(`{ ${WEEK}, every: 0 }`),
    '6: schedules.primary.layers[0].every: is too small: at least 1',
  ],
  [
    'a weekday',
    layers(`{ ${WEEK}, active: [ { days: [monday] } ] }`),
    '6: schedules.primary.layers[0].active[0].days[0]: expected one of "mon", "tue", "wed", "thu", "fri", "sat", "sun", found "monday"',
  ],
  [
    'a time of day',
    layers(`{ ${WEEK}, active: [ { from: "24:00", to: "08:00" } ] }`),
    '6: schedules.primary.layers[0].active[0].from: "24:00" is not a time of day: write "09:00"',
  ],
  [
    'a layer’s name twice',
    layers(`{ name: a, ${WEEK} }`, `{ name: a, ${WEEK} }`),
    '7: schedules.primary.layers[1].name: "a" is there twice in this schedule',
  ],
  [
    'no layer',
    `schedules: { primary: { timezone: UTC, layers: [] } }`,
    '1: schedules.primary.layers: is empty: a schedule needs a layer',
  ],
  [
    'a name',
    'schedules: { "a:b": { timezone: UTC } }',
    '1: schedules["a:b"]: is no name: write letters, digits, "-", "_" and ".", like "primary"',
  ],
  [
    'an unknown schedule',
    policy('steps: [ { notify: [schedule:primery] } ]'),
    '10: escalation_policies.first.steps[0].notify[0]: schedule "primery" is not defined: did you mean "primary"?',
  ],
  [
    'an unknown person in a step',
    policy('steps: [ { notify: [person:alise] } ]'),
    '10: escalation_policies.first.steps[0].notify[0]: person "alise" is not defined: did you mean "alice"?',
  ],
  [
    'a target of no kind',
    policy('steps: [ { notify: [primary] } ]'),
    '10: escalation_policies.first.steps[0].notify[0]: "primary" names nobody: write "schedule:NAME" or "person:NAME"',
  ],
  [
    'a step for nobody',
    policy('steps: [ { notify: [] } ]'),
    '10: escalation_policies.first.steps[0].notify: is empty: whom does this step page?',
  ],
  [
    'a step without time',
    policy('steps: [ { notify: [person:alice], escalate_after: 0s } ]'),
    '10: escalation_policies.first.steps[0].escalate_after: cannot be zero: write "5m"',
  ],
  [
    'an acknowledgement that lapses before a step is over',
    policy('steps: [ { notify: [person:alice], escalate_after: 1h } ]', 'ack_timeout: 30m'),
    '11: escalation_policies.first.ack_timeout: 30m is shorter than step 1, which waits 1h: write at least 1h',
  ],
  [
    'an acknowledgement that lapses before a step of the usual length is over',
    policy('steps: [ { notify: [person:alice] } ]', 'ack_timeout: 2m'),
    '11: escalation_policies.first.ack_timeout: 2m is shorter than step 1, which waits 5m: write at least 5m',
  ],
  [
    'an unknown last resort',
    'last_resort: { receiver: teem }',
    '1: last_resort.receiver: receiver "teem" is not defined: did you mean "team"?',
  ],
  [
    'a last resort that tells nobody',
    'last_resort: { receiver: nowhere }',
    '1: last_resort.receiver: nowhere has no destination, so nobody would be told: name another receiver',
  ],
  [
    'a file of contacts',
    'contacts_file: contacts.yml',
    '1: contacts_file: write a reference, "ssm:/name" or "secretsmanager:name"',
  ],
  [
    'a number beside the file of contacts',
    `contacts_file: ssm:/people\n${person(`{ ${CONTACT} }`)}`,
    '3: people.alice.contacts.sms: belongs into ssm:/people, which contacts_file names',
  ],
])('%s that is wrong', (_what, text, fault) => {
  expect(faultsOf(text)).toEqual([`oncall.yml:${fault}`]);
});

test('several faults are told at once, each at its line', () => {
  const text = layers(`{ ${WEEK.replace('[alice]', '[alise]')}, every: 0 }`).replace('UTC', 'Pariss');

  expect(faultsOf(text).map((fault) => fault.slice(0, 12))).toEqual(['oncall.yml:4', 'oncall.yml:6', 'oncall.yml:6']);
});

test('a receiver whose policy leads to the last resort cannot be the last resort: that would be a circle', () => {
  const routing = ROUTING.replace('{ name: team,', '{ name: team, escalation_configs: [ { policy: first } ],');
  const text = policy('steps: [ { notify: [person:alice] } ]');

  expect(faultsOf(text, routing)).toContain(
    'oncall.yml:7: last_resort.receiver: team has escalation policy "first", which leads back here when it is exhausted: name a receiver without escalation_configs',
  );
});

test.each([
  ['{ policy: furst }', 'escalation policy "furst" is not defined in oncall.yml: did you mean "first"?'],
  ['{ policy: first }, { policy: first }', 'escalation policy "first" is there twice'],
])('a receiver’s escalation_configs: [ %s ]', (entries, message) => {
  const routing = ROUTING.replace('{ name: team,', `{ name: team, escalation_configs: [ ${entries} ],`);
  const text = policy('steps: [ { notify: [person:alice] } ]').replace('last_resort: { receiver: team }\n', '');

  expect(faultsOf(text, routing).join('\n')).toContain(message);
});

test('a file that cannot be read does not make its policies unknown', () => {
  const routing = ROUTING.replace('{ name: team,', '{ name: team, escalation_configs: [ { policy: first } ],');

  expect(faultsOf('people: [', routing).join('\n')).not.toContain('is not defined');
});

describe('doubts', () => {
  test('a policy without a last resort', () => {
    const text = policy('steps: [ { notify: [person:alice] } ]').replace('last_resort: { receiver: team }\n', '');

    expect(warningsOf(text)).toEqual([
      'oncall.yml:1: there is no last_resort: when a policy is exhausted or finds nobody, nobody is told; write last_resort: { receiver: NAME }',
    ]);
  });

  test('somebody whom no page reaches', () => {
    expect(warningsOf(person('{ name: Alice }'))).toEqual([
      'oncall.yml:2: people.alice: has no contacts: no page reaches this person',
    ]);
  });

  test('rules for a severity that is none', () => {
    expect(warningsOf(person(`{ ${CONTACT}, notify: { critcal: [ { by: [sms] } ] } }`))).toEqual([
      'oncall.yml:2: people.alice.notify.critcal: no severity of ours: did you mean "critical"?',
    ]);
  });

  test('a contact that routing.yml has nothing to reach with', () => {
    const routing = 'route: { receiver: team }\nreceivers: [ { name: team } ]';
    const both = person('{ contacts: { sms: "+15550100001", slack: U012AB3CD } }');
    const onlySlack = person('{ contacts: { slack: U012AB3CD } }');

    expect(warningsOf(both, routing)).toEqual([
      'oncall.yml:2: people.alice.contacts.slack: needs global.slack_app_token_file in routing.yml',
    ]);
    // Nothing else reaches her.
    expect(faultsOf(onlySlack, routing)).toEqual([
      'oncall.yml:2: people.alice.contacts.slack: needs global.slack_app_token_file in routing.yml',
    ]);
  });
});

describe('contacts outside of the configuration', () => {
  const text = `contacts_file: ssm:/people\n${person('{ name: Alice, contacts: { slack: U012AB3CD }, notify: { default: [ { by: [slack, sms] } ] } }')}`;

  test('are baked as a reference, never as a number', () => {
    const { people, contactsFile } = oncallOf(text);

    expect(contactsFile).toEqual({ $secret: 'ssm:/people' });
    expect(Object.keys(people.alice?.contacts ?? {})).toEqual(['slack', 'sms']);
    expect(people.alice?.contacts.sms).toMatchObject({
      channel: 'sms',
      to: 'Alice',
      settings: { to: { $contact: { person: 'alice', kind: 'sms' } } },
    });
    expect(JSON.stringify(people)).not.toMatch(/\+\d{5}/);
  });

  test('without rules may be of any kind', () => {
    const { people } = oncallOf('contacts_file: ssm:/people\npeople: { bob: { name: Bob } }');

    expect(Object.keys(people.bob?.contacts ?? {})).toEqual(['slack', 'sms', 'email']);
  });

  test('of two people are two destinations', () => {
    const { people } = oncallOf('contacts_file: ssm:/people\npeople: { alice: { name: A }, bob: { name: B } }');

    expect(people.alice?.contacts.sms?.key).not.toBe(people.bob?.contacts.sms?.key);
  });
});
