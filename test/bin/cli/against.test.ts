import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MemoryStore } from '../../../adapters/memory/store';
import { alarmsIn } from '../../../bin/cli/against/templates';
import { pull } from '../../../bin/cli/config/pull';
import type { Io } from '../../../bin/cli/io';
import type { Operate, OperatorPorts } from '../../../bin/cli/live/operate';
import { channels } from '../../../channels/index';
import { compile } from '../../../engine/configuration/compile';
import { publishConfiguration } from '../../../engine/deployed';
import { folderWith, tocsin } from './tocsin';

const routing = (routes: string): string => `route: { receiver: chat, routes: [ ${routes} ] }
receivers:
  - name: chat
    slack_configs: [ { app_token_file: "ssm:/s", channel: "#alerts" } ]
  - name: oncall
    pagerduty_configs: [ { routing_key_file: "ssm:/pd" } ]
`;
const CRITICAL = '{ matchers: [\'severity="critical"\'], receiver: oncall }';

const portsOn = (store: MemoryStore): OperatorPorts => ({
  store,
  clock: { now: () => Date.UTC(2026, 0, 5, 9) },
  queue: { send: async () => {} },
  ids: { next: () => 'id', random: () => 0 },
});

/** What `config pull` writes of a system that runs on this. */
async function pulled(text: string): Promise<string> {
  const { configuration } = compile([{ name: 'routing.yml', text }], channels);
  const store = new MemoryStore();
  const ports = portsOn(store);
  await publishConfiguration(ports, configuration.hash, gzipSync(JSON.stringify(configuration)).toString('base64'));
  const operate: Operate = (_io, _options, work) => work({ where: 'aws', name: 'acme', ports });
  const lines: string[] = [];
  await pull({ out: (line: string) => lines.push(line) } as unknown as Io, {}, operate);
  return lines.join('\n');
}

let folder = '';
const at = (name: string): string => join(folder, name);
/** One folder of configurations, alarms and templates for all. */
beforeAll(async () => {
  const alarm = (name: string, severity: string) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      Namespace: 'AWS/RDS',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: { Ref: 'Database' } }],
      Tags: [{ Key: 'team', Value: 'data' }],
      AlarmActions: [{ 'Fn::Join': ['', ['arn:aws:sns:', { Ref: 'AWS::Region' }, `:x:acme-${severity}`]] }],
    },
  });
  const Resources = {
    Hot: alarm('DbHot', 'critical'),
    Warm: alarm('DbWarm', 'warning'),
    Other: { Type: 'AWS::SQS::Queue' },
  };
  folder = folderWith({
    'deployed.json': await pulled(routing(CRITICAL)),
    'same/routing.yml': routing(CRITICAL),
    'less/routing.yml': routing(''),
    'cdk.out/acme.template.json': JSON.stringify({ Resources }),
    'alarm.json': JSON.stringify({ AlarmName: 'Disk', NewStateValue: 'ALARM', Trigger: {} }),
  });
});

test('a configuration that loses nothing is right', async () => {
  const { status, out } = await tocsin(['check', '--config', at('same'), '--against', at('deployed.json')]);

  expect(status).toBe(0);
  expect(out).toMatch(/nothing critical is lost \(\d+ ways through the routes, /);
});

test('what no longer pages is told, and the exit status says so', async () => {
  const args = ['--templates', at('cdk.out'), '--alerts', at('alarm.json')];
  const { status, out } = await tocsin(['check', '--config', at('less'), '--against', at('deployed.json'), ...args]);

  expect(status).toBe(1);
  expect(out).toContain('pages nobody any more: it was pagerduty ssm:/pd, it would be slack #alerts');
  expect(out).toMatch(/the alarm DbHot: .*team="data"/);
  expect(out).toMatch(/alarm\.json: .*alertname="Disk"/);
});

test('what may be lost is a warning', async () => {
  const args = ['--against', at('deployed.json'), '--allow', 'severity="critical"', '--json'];
  const { status, out } = await tocsin(['check', '--config', at('less'), ...args]);

  expect(status).toBe(0);
  const { ok, coverage } = JSON.parse(out);
  expect(ok).toBe(true);
  expect(coverage.errors).toEqual([]);
  expect(coverage.warnings[0]).toMatchObject({
    kind: 'no_page',
    before: { level: 'page' },
    after: { level: 'message' },
  });
});

test.each([
  ['no file that was pulled', 'alarm.json', /is no configuration that "tocsin config pull" wrote/],
  ['no file at all', 'nowhere.json', /there is no such file/],
])('%s is told', async (_what, file, words) => {
  const { status, err } = await tocsin(['check', '--config', at('same'), '--against', at(file)]);

  expect(status).toBe(1);
  expect(err).toMatch(words);
});

test('alarms of templates have the labels that their messages would give them, as far as a template knows', () => {
  const [hot, warm] = alarmsIn(at('cdk.out'));

  expect(hot?.labels).toMatchObject({
    alertname: 'DbHot',
    severity: 'critical',
    namespace: 'AWS/RDS',
    metric_name: 'CPUUtilization',
    team: 'data',
    db_instance_identifier: 'known-only-when-deployed',
  });
  expect(warm?.labels.severity).toBe('warning');
  expect(alarmsIn(at('nowhere'))).toEqual([]);
});

test('what was pulled says whose it is and from when', () => {
  expect(JSON.parse(readFileSync(at('deployed.json'), 'utf8'))).toMatchObject({
    tocsin: 'configuration',
    name: 'acme',
    deployed_at: '2026-01-05T09:00:00.000Z',
  });
});

test('where nothing was kept yet, it says what to do', async () => {
  const ports = portsOn(new MemoryStore());
  const operate: Operate = (_io, _options, work) => work({ where: 'aws', name: 'acme', ports });

  await expect(pull({ out: () => {} } as unknown as Io, {}, operate)).rejects.toThrow(
    'deploy it with this version once',
  );
});
