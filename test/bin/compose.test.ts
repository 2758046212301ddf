import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Composition, compose } from '../../bin/compose';
import { above, customMetric, defineServices, watch } from '../../lib';
import { resourcesOf, testApp } from '../lib/support';

const services = defineServices({
  name: 'acme',
  runbooks: 'https://example.com',
  emergency: { phones: ['+33600000000'] },
  services: {
    api: {
      team: 'everybody',
      watch: [
        watch(customMetric, {
          id: 'Errors',
          namespace: 'N',
          metricName: 'm',
          statistic: 'Sum',
          breach: above(1, { datapoints: 1, of: 1 }),
          severity: 'critical',
          runbook: 'errors',
          why: 'It fails.',
        }),
      ],
    },
  },
});

const SECRET = 'abcdefabcdefabcdefabcdefabcdefab';
const routing = (receiver: string): string => `route: { receiver: team }
receivers:
  - name: team
    ${receiver}
`;
const inClear = routing(`pagerduty_configs: [{ routing_key: ${SECRET} }]`);
const byName = routing('pagerduty_configs: [{ routing_key_file: "ssm:/acme/pagerduty" }]');

const composed = (text: string, props: Partial<Composition> = {}): { app: App; lines: readonly string[] } => {
  const app = testApp();
  const lines = compose(app, { files: [{ name: 'routing.yml', text }], services, local: false, ...props });
  return { app, lines };
};
const templates = (app: App): readonly Template[] =>
  app.synth().stacks.map(({ template }) => Template.fromJSON(template));

test('a folder becomes two stacks, the alarms after what they publish on', () => {
  const { app } = composed(byName);
  const [alerting, monitoring] = app.synth().stacks;
  expect([alerting?.stackName, monitoring?.stackName]).toEqual(['acme-alerting', 'acme-monitoring']);
  expect(monitoring?.dependencies.map(({ id }) => id)).toContain('acme-alerting');
});

test('what holds state cannot be removed by mistake', () => {
  const [alerting] = composed(byName).app.synth().stacks;
  expect(alerting?.terminationProtection).toBe(true);
});

test('a secret in clear is not deployed to AWS, and not repeated', () => {
  const deploy = () => composed(inClear);
  expect(deploy).toThrow(
    /^routing\.yml: receivers\[0\]\.pagerduty_configs\[0\]\.routing_key: a secret in clear is not deployed/,
  );
  expect(deploy).not.toThrow(SECRET);
});

test('on this machine it is, with a warning, and still stands in no template', () => {
  const { app, lines } = composed(inClear, { local: true });
  expect(lines).toContainEqual(expect.stringContaining('holds a secret in clear'));
  for (const template of templates(app)) expect(JSON.stringify(template.toJSON())).not.toContain(SECRET);
});

test('a folder that cannot be used says where and what would be right', () => {
  const misspelt = byName.replace('receiver: team', 'reciever: team');
  expect(() => composed(misspelt)).toThrow(/^routing\.yml:1: route/m);
});

test('escalation policies without a last resort are not deployed to AWS, but run on this machine', () => {
  // Prepare
  const oncall = `people: { alice: { contacts: { sms: "+15550100001" } } }
escalation_policies: { first: { steps: [ { notify: [person:alice] } ] } }
`;
  const files = (more: string) => [
    { name: 'routing.yml', text: byName },
    { name: 'oncall.yml', text: `${oncall}${more}` },
  ];

  // Assess
  expect(() => composed(byName, { files: files('') })).toThrow(/^oncall\.yml: there is no last_resort/);
  expect(() => composed(byName, { files: files('last_resort: { receiver: team }') })).not.toThrow();
  expect(composed(byName, { files: files(''), local: true }).lines.join('\n')).toContain('there is no last_resort');
});

test('no resource that exists today is left out on this machine', () => {
  const onAws = composed(byName).app;
  const here = composed(byName, { local: true });
  expect(here.lines.filter((line) => line.startsWith('left out'))).toEqual([
    expect.stringContaining('the schedule of reconcile'),
  ]);
  const count = (app: App): number => templates(app).flatMap((template) => resourcesOf(template)).length;
  expect(count(here.app)).toBe(count(onAws));
});
