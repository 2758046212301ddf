import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../../engine/configuration/compile';
import { ingestJsonSchema, ingestOf } from '../../../engine/configuration/ingest';
import { readConfiguration } from '../../../engine/configuration/read';
import { faultText } from '../../../formats/yaml/config-error';

const read = (text: string) => ingestOf({ name: 'ingest.yml', text });
const ROUTING = { name: 'routing.yml', text: 'route: { receiver: a }\nreceivers: [ { name: a } ]\n' };

test('the promised form is read', () => {
  const { ingest } = read(`
pagerduty: [{ routing_key_file: ssm:/tocsin/checkout, labels: {service: checkout} }]
heartbeats:
  nightly-backup: { every: 24h, grace: 30m, labels: {severity: warning} }
  report: { cron: 0 2 * * *, timezone: Europe/Paris }
alertmanager: [{ bearer_file: ssm:/tocsin/bearer }]
accounts: ["111122223333"]
regions: [eu-west-1]
`);

  expect(ingest).toMatchObject({
    pagerduty: [{ key: { reference: 'ssm:/tocsin/checkout' }, labels: { service: 'checkout' }, perMinute: 120 }],
    alertmanager: [{ key: { reference: 'ssm:/tocsin/bearer' }, perMinute: 600 }],
    heartbeats: [
      { name: 'nightly-backup', expect: { type: 'every', everyMs: 86_400_000 }, graceMs: 1_800_000 },
      { name: 'report', expect: { type: 'cron', cron: '0 2 * * *', timezone: 'Europe/Paris' }, graceMs: 300_000 },
    ],
    heartbeatKey: 'ssm:/tocsin/heartbeat-key',
    accounts: ['111122223333'],
    regions: ['eu-west-1'],
  });
});

test.each(['', '# nothing yet\n'])('an empty file lets nobody in', (text) => {
  expect(read(text).ingest).toMatchObject({ pagerduty: [], alertmanager: [], heartbeats: [], heartbeatKey: null });
});

test.each<[string, string, string]>([
  ['a key in a file', 'pagerduty: [{ routing_key_file: /etc/key }]', 'write a reference, "ssm:/name"'],
  ['an unknown key', 'heartbeat: {}', 'unknown key: did you mean "heartbeats"?'],
  ['neither every nor cron', 'heartbeats: { a: {} }', 'write "every: 24h" or "cron: 0 2 * * *"'],
  ['both', 'heartbeats: { a: { every: 1m, cron: "* * * * *" } }', 'one of them'],
  ['a cron expression of four fields', 'heartbeats: { a: { cron: "0 2 * *" } }', 'write five fields'],
  ['a time zone that is none', 'heartbeats: { a: { cron: "0 2 * * *", timezone: Mars } }', '"Mars" is not a time zone'],
  ['an offset as a time zone', 'heartbeats: { a: { cron: "0 2 * * *", timezone: "+02:00" } }', 'is not a time zone'],
  ['a time zone without cron', 'heartbeats: { a: { every: 1m, timezone: UTC } }', 'belongs to "cron"'],
  ['no time at all', 'heartbeats: { a: { every: 0s } }', 'not a duration above zero'],
  ['a name with a slash', 'heartbeats: { "a/b": { every: 1m } }', 'is not a name for a heartbeat'],
  ['a matcher that is none', 'heartbeats: { a: { every: 1m, matchers: ["x"] } }', 'matchers[0]'],
  ['a short account', 'accounts: ["123"]', 'write its 12 digits'],
  ['a region that is none', 'regions: [europe]', 'is not a region'],
  [
    'a key that two entries share',
    'pagerduty: [{ routing_key_file: ssm:/a }, { routing_key_file: ssm:/a }]',
    'is the key of entry 1 too',
  ],
])('%s is told at its line', (_, line, expected) => {
  expect(() => read(`# first line\n${line}`)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(expected) }),
  );
  expect(() => read(`# first line\n${line}`)).toThrow(/^ingest\.yml:2: /);
});

test('a key in clear is doubtful, and listed for whoever deploys', () => {
  const { warnings, inlineSecrets, ingest } = read(`pagerduty: [{ routing_key: ${'k'.repeat(32)} }]`);

  expect(warnings.map(faultText)).toEqual([
    'ingest.yml:1: pagerduty[0].routing_key: holds a secret in clear: write routing_key_file: ssm:/name',
  ]);
  expect(inlineSecrets).toEqual(['ingest.yml: pagerduty[0].routing_key']);
  expect(ingest.pagerduty[0]?.name).not.toContain('k'.repeat(8));
});

test('a label that a heartbeat sets itself has no effect, and that is said', () => {
  const { warnings } = read('heartbeats: { a: { every: 1m, labels: { alertname: x } } }');

  expect(warnings.map(({ path }) => path)).toEqual(['heartbeats.a.labels.alertname']);
});

test('a folder’s ingest.yml is part of its configuration, and reads back as it was baked', () => {
  const { configuration } = compile([ROUTING, { name: 'ingest.yml', text: 'heartbeats: { a: { every: 1h } }' }], []);

  expect(readConfiguration(JSON.stringify(configuration))).toEqual(configuration);
  expect(configuration.ingest.heartbeats).toHaveLength(1);
});

test('its faults are told beside those of the routing', () => {
  const folder = [
    { name: 'routing.yml', text: 'route: { receiver: b }\nreceivers: [ { name: a } ]\n' },
    { name: 'ingest.yml', text: 'regions: [x]' },
  ];

  expect(() => compile(folder, [])).toThrow(/routing\.yml:1:.*ingest\.yml:1:/s);
});

test('the schema that editors use is the one that the code checks: else run `npx tsx bin/schema.ts`', () => {
  const file = join(__dirname, '..', '..', '..', 'docs', 'schema', 'ingest.json');

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(ingestJsonSchema())));
});
