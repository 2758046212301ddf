import { replay } from '../../../../engine/simulation/replay/run';
import { readScenario } from '../../../../engine/simulation/replay/scenario';

const CONFIG = `
start: 2026-01-05T12:00:00Z
until: 3h
config:
  routing:
    route: { receiver: team, group_by: [alertname], group_wait: 0s, group_interval: 1m }
    receivers: [ { name: team, escalation_configs: [ { policy: first } ] } ]
  oncall:
    people:
      ada: { contacts: { sms: "+15550100001" } }
      ben: { contacts: { sms: "+15550100002" } }
      carol: { contacts: { sms: "+15550100003" } }
    schedules:
      primary: { timezone: UTC, layers: [ { rotation: weekly, handoff: "2026-01-05T09:00", people: [ada, ben] } ] }
    escalation_policies: { first: { steps: [ { notify: [schedule:primary], escalate_after: 1h } ] } }
events:
`;
const noFolder = () => {
  throw new Error('no folder is asked for');
};
const scenario = (...events: readonly string[]) =>
  readScenario('a.yml', `${CONFIG}${events.map((event) => `  - ${event}\n`).join('')}`, noFolder);
const FIRES = '{ at: 30m, alerts: [ { labels: { alertname: A, severity: critical }, ends_at: 10h } ] }';

/** Who is paged first. */
const pagedBy = async (...events: readonly string[]) => {
  const { result } = await replay(scenario(FIRES, ...events));
  const at = result.deliveries[0]?.at;
  return result.deliveries.filter((one) => one.at === at).map(({ person }) => person);
};

test.each([
  ['replaced', ['{ at: 0s, override: { schedule: primary, to: 1h, person: carol, replaces: ada } }'], ['carol']],
  ['joined', ['{ at: 0s, override: { schedule: primary, from: 10m, to: 1h, person: carol } }'], ['ada', 'carol']],
  ['over before', ['{ at: 0s, override: { schedule: primary, to: 20m, person: carol, replaces: ada } }'], ['ada']],
  ['for another turn', ['{ at: 0s, override: { schedule: primary, to: 1h, person: carol, replaces: ben } }'], ['ada']],
  ['said later', ['{ at: 40m, override: { schedule: primary, to: 1h, person: carol, replaces: ada } }'], ['ada']],
])('who is on call, %s, is paged', async (_what, events, people) => {
  expect(await pagedBy(...events)).toEqual(people);
});

test('contacts that lie outside of the configuration are reached, by name', async () => {
  const text = `${CONFIG}  - ${FIRES}\n`
    .replace('oncall:', 'oncall:\n    contacts_file: ssm:/people')
    .replace(/contacts: \{ sms: "\+\d+" \}/g, 'notify: { default: [ { by: [sms] } ] }');

  const { result } = await replay(readScenario('a.yml', text, noFolder));

  expect(result.deliveries[0]).toMatchObject({ person: 'ada', channel: 'sms', to: 'ada', outcome: 'delivered' });
});

test('one that conflicts is refused, and said so', async () => {
  const { story } = await replay(
    scenario(
      '{ at: 0s, override: { schedule: primary, to: 1h, person: carol, replaces: ada } }',
      '{ at: 1s, override: { schedule: primary, to: 1h, person: ben, replaces: ada } }',
    ),
  );

  expect(story.map(({ text }) => text)).toEqual([
    'override of primary: carol for ada',
    'override of primary: ben for ada',
    expect.stringMatching(/^the override is refused: conflicts with [0-9a-f]{10} \(carol for ada/),
  ]);
});

test('one that is delivered twice is made once', async () => {
  const { story } = await replay(
    scenario('{ at: 0s, override: { schedule: primary, to: 1h, person: carol } }', '{ at: 1s, duplicate: last }'),
  );

  expect(story.map(({ text }) => text)).toEqual(['override of primary: carol in addition', 'the event before, again']);
});

test.each([
  ['{ schedule: primery, to: 1h, person: carol }', 'there is no schedule "primery": did you mean "primary"?'],
  ['{ schedule: primary, to: 1h, person: karol }', 'there is no person "karol": did you mean "carol"?'],
  ['{ schedule: primary, to: 1h, replaces: bem }', 'there is no person "bem": did you mean "ben"?'],
  ['{ schedule: primary, to: 1h }', 'name a person, whom it replaces, or both'],
  ['{ schedule: primary, from: 1h, to: 1h, person: ada }', 'ends before it begins'],
])('%s is refused: %s', (event, message) => {
  expect(() => scenario(`{ at: 0s, override: ${event} }`)).toThrow(message);
});
