import { replay } from '../../../../engine/simulation/replay/run';
import { readScenario } from '../../../../engine/simulation/replay/scenario';
import { ConfigError } from '../../../../formats/yaml/config-error';

const routing = `{ route: { receiver: team, group_by: [alertname], group_wait: 0s, group_interval: 10s }, receivers: [ { name: team, webhook_configs: [ { url: "http://a" } ] } ] }`;
const scenario = (ingest: string, events: string, until = '10m') =>
  readScenario(
    's.yml',
    `config:\n  routing: ${routing}\n  ingest: ${ingest}\nuntil: ${until}\nevents:\n${events}`,
    () => {
      throw new Error('no folder is named');
    },
  );
async function lines(ingest: string, events: string, until?: string): Promise<string[]> {
  const { result } = await replay(scenario(ingest, events, until));
  return result.deliveries.map(({ at, kind, alerts }) => {
    const [{ labels } = { labels: {} }] = alerts;
    return `${at}s ${kind} ${JSON.stringify(labels)}`;
  });
}

const KEYS = '{ pagerduty: [ { routing_key_file: ssm:/a, labels: { service: checkout } } ] }';
const payload = 'payload: { summary: Full, source: db, severity: critical }';

test('a PagerDuty event and its resolve', async () => {
  const events = `
  - { at: 1s, pagerduty: { routing_key: ${'r'.repeat(32)}, event_action: trigger, dedup_key: d, ${payload} } }
  - { at: 20s, pagerduty: { event_action: resolve, dedup_key: d } }`;

  const labels = '{"alertname":"Full","severity":"critical","source":"db","service":"checkout"}';
  expect(await lines(KEYS, events)).toEqual([`1s firing ${labels}`, `21s resolved ${labels}`]);
});

test('of several keys the one counts that the event names, by its value or its reference', async () => {
  const inline = 'k'.repeat(32);
  const keys = `{ pagerduty: [ { routing_key_file: ssm:/a, labels: { team: a } }, { routing_key: ${inline}, labels: { team: b } } ] }`;
  const events = ['ssm:/a', inline]
    .map(
      (key, at) =>
        `\n  - { at: ${at}s, pagerduty: { routing_key: "${key}", event_action: trigger, payload: { class: c${at}, summary: Full, source: db, severity: info } } }`,
    )
    .join('');

  expect((await lines(keys, events, '3s')).map((line) => /"team":"(\w)"/.exec(line)?.[1])).toEqual(['a', 'b']);
});

test('an Alertmanager’s webhook message, and a list as its API takes it', async () => {
  const events = `
  - { at: 1s, alertmanager: { version: "4", alerts: [ { status: firing, labels: { alertname: Web } } ] } }
  - { at: 20s, alertmanager: { version: "4", alerts: [ { status: resolved, labels: { alertname: Web } } ] } }
  - { at: 30s, alertmanager: [ { labels: { alertname: Api } } ] }`;

  expect(await lines('{}', events)).toEqual([
    '1s firing {"alertname":"Web"}',
    '21s resolved {"alertname":"Web"}',
    '30s firing {"alertname":"Api"}',
    '330s resolved {"alertname":"Api"}',
  ]);
});

const BACKUP = '{ heartbeats: { backup: { every: 5m, grace: 1m, labels: { severity: warning } } } }';

test('a heartbeat that falls silent is told when its grace is over, and when it is heard again', async () => {
  const events = `
  - { at: 4m, heartbeat: backup }
  - { at: 15m, heartbeat: backup }`;

  const labels = '{"severity":"warning","alertname":"HeartbeatMissing","heartbeat":"backup"}';
  expect(await lines(BACKUP, events, '20m')).toEqual([`610s firing ${labels}`, `900s resolved ${labels}`]);
});

test('a heartbeat that nobody ever sent counts from the start', async () => {
  const events = '\n  - { at: 0s, raw: "" }';

  expect((await lines(BACKUP, events, '10m')).map((line) => line.replace(/\{.*/, ''))).toEqual([
    '0s firing ',
    '370s firing ',
  ]);
});

test('doubled and crashed over, it is told once', async () => {
  const events = `
  - { at: 6m, crash: router }
  - { at: 9m, heartbeat: backup }
  - { at: 9m, duplicate: last }`;

  const kinds = (await lines(BACKUP, events, '14m')).map((line) => line.split(' ')[1]);
  expect(kinds).toEqual(['firing', 'resolved']);
});

test.each<[string, string, string]>([
  ['a heartbeat that is not configured', 'heartbeat: bakup', 'there is no heartbeat "bakup": did you mean "backup"?'],
  ['an event that PagerDuty would refuse', 'pagerduty: { event_action: trigger }', "'payload' is missing or blank"],
  ['a message that is none', 'alertmanager: { version: "4" }', 'alerts is missing'],
])('%s is told at its line', (_, event, expected) => {
  const read = () => scenario(BACKUP, `  - { at: 1s, ${event} }`);

  expect(read).toThrow(ConfigError);
  expect(read).toThrow(expected);
});
