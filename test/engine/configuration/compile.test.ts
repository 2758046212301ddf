import { compile } from '../../../engine/configuration/compile';
import { readConfiguration } from '../../../engine/configuration/read';
import { ConfigError, faultText } from '../../../formats/yaml/config-error';
import { CHANNELS } from './channels';

const compiled = (text: string) => compile([{ name: 'routing.yml', text }], CHANNELS);
const configurationOf = (text: string) => compiled(text).configuration;
const warningsOf = (text: string) => compiled(text).warnings.map(faultText);
const TEAM = 'receivers: [ { name: team } ]';

describe('the route tree', () => {
  const text = `
global: { resolve_timeout: 2m, strict_alertmanager: false }
route:
  receiver: team
  group_by: [alertname]
  group_wait: 10s
  routes:
    - matchers: ['severity="critical"', 'team=~"a|b"']
      receiver: pager
      group_wait: 0s
      group_by: []
      routes:
        - { match: { service: web }, match_re: { env: 'p.*' }, group_by: ['...'], continue: true }
receivers: [ { name: team }, { name: pager } ]`;

  test('inherits what a node leaves out', () => {
    // Act
    const { route } = configurationOf(text);

    // Assess
    const [critical] = route.routes;
    const [web] = critical?.routes ?? [];
    expect(route.timing).toEqual({ groupWaitMs: 10_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 });
    expect(critical).toMatchObject({
      receiver: 'pager',
      groupBy: [], // an empty list is a list
      timing: { groupWaitMs: 0, groupIntervalMs: 300_000 },
      path: '{}/{severity="critical",team=~"a|b"}',
    });
    expect(web).toMatchObject({
      receiver: 'pager',
      groupBy: '...',
      continue: true,
      timing: { groupWaitMs: 0 },
      path: '{}/{severity="critical",team=~"a|b"}/{env=~"p.*",service="web"}',
    });
  });

  test('global settings that concern all alerts are kept', () => {
    expect(configurationOf(text)).toMatchObject({ resolveTimeoutMs: 120_000 });
    expect(configurationOf(`route: { receiver: team }\n${TEAM}`)).toMatchObject({
      resolveTimeoutMs: 300_000,
    });
  });

  test('what is compiled survives being written as JSON', () => {
    // Prepare
    const { configuration } = compiled(text);

    // Act
    const read = readConfiguration(JSON.stringify(configuration));

    // Assess
    expect(read).toEqual(configuration);
  });

  test('the hash changes with the content, not with the layout', () => {
    // Prepare
    const wide = 'route: { receiver: team, group_wait: 60s }\nreceivers: [ { name: team } ]';
    const tall = 'receivers:\n- name: team\nroute:\n  group_wait: 1m\n  receiver: team';

    // Assess
    expect(configurationOf(wide).hash).toMatch(/^[0-9a-f]{16}$/);
    expect(configurationOf(tall).hash).toBe(configurationOf(wide).hash);
    expect(configurationOf(wide.replace('60s', '61s')).hash).not.toBe(configurationOf(wide).hash);
  });

  test('plain values compile to the same as their text', () => {
    // Prepare
    const value = { route: { receiver: 'team', group_wait: '1m', routes: null }, receivers: [{ name: 'team' }] };

    // Act
    const { configuration } = compile([{ name: 'routing.yml', value }], CHANNELS);

    // Assess
    expect(configuration).toEqual(configurationOf(`route: { receiver: team, group_wait: 1m }\n${TEAM}`));
  });
});

describe('receivers', () => {
  const integrations = (receiver: string, global = '') =>
    configurationOf(`${global}\nroute: { receiver: r }\nreceivers:\n- name: r\n${receiver}`).receivers.r
      ?.integrations ?? [];

  test('a receiver may be empty, and be called null', () => {
    expect(configurationOf("route: { receiver: 'null' }\nreceivers: [ { name: 'null' } ]").receivers).toEqual({
      null: { name: 'null', integrations: [], policies: [] },
    });
  });

  test('entries become integrations, with what their channel and `global` add', () => {
    // Act
    const found = integrations(
      `
  pagerduty_configs: [ { routing_key_file: ssm:/a, send_resolved: false }, { routing_key_file: ssm:/b, url: http://own } ]
  email_configs: [ { to: a@example.com, send_resolved: yes } ]`,
      'global: { pagerduty_url: http://global, smtp_from: from@example.com }',
    );

    // Assess
    expect(found).toEqual([
      {
        channel: 'pagerduty',
        index: 0,
        key: expect.stringMatching(/^pagerduty-[0-9a-f]{16}$/),
        to: 'ssm:/a',
        sendResolved: false,
        hears: { changes: 'all', acknowledgements: 'never' },
        settings: { routing_key_file: 'ssm:/a', send_resolved: false, url: 'http://global' },
      },
      expect.objectContaining({
        index: 1,
        sendResolved: true,
        settings: { routing_key_file: 'ssm:/b', url: 'http://own' },
      }),
      expect.objectContaining({
        channel: 'email',
        sendResolved: true,
        settings: { to: 'a@example.com', from: 'from@example.com', send_resolved: true },
      }),
    ]);
  });

  test.each<[string, string, Record<string, string>]>([
    ['takes the app over', '{ channel: a }', { channel: 'a', app_token_file: 'ssm:/app', app_url: 'http://slack' }],
    [
      'keeps its own webhook',
      '{ channel: a, api_url: http://own }',
      { channel: 'a', api_url: 'http://own', app_url: 'http://slack' },
    ],
  ])('a Slack entry %s', (_, entry, settings) => {
    // Prepare
    const global = 'global: { slack_app_token_file: ssm:/app, slack_app_url: http://slack }';

    // Act
    const [found] = integrations(`  slack_configs: [ ${entry} ]`, global);

    // Assess
    expect(found?.settings).toEqual(settings);
  });

  test("several numbers share their entry's index, and sns_configs count on", () => {
    // Act
    const found = integrations(`
  sms_configs:
    - { to: ["+15550001", +15550002] }
    - { to: "+15550003" }
  sns_configs: [ { phone_number: +15550004, send_resolved: false } ]`);

    // Assess
    expect(found.map(({ channel, index, to, sendResolved }) => [channel, index, to, sendResolved])).toEqual([
      ['sms', 0, '+15550001', true],
      ['sms', 0, '+15550002', true],
      ['sms', 1, '+15550003', true],
      ['sms', 2, '+15550004', false],
    ]);
  });

  test('a key names the destination, wherever it stands; a destination that is there twice is numbered', () => {
    // Act
    const keys = integrations('  webhook_configs: [ { url: http://a }, { url: http://b }, { url: http://a } ]').map(
      ({ key }) => key,
    );
    const swapped = integrations('  webhook_configs: [ { url: http://b }, { url: http://a } ]').map(({ key }) => key);

    // Assess
    const [a, b, again] = keys;
    expect(swapped).toEqual([b, a]);
    expect(again).toBe(`${a}-2`);
  });

  test('more than fifty destinations in one receiver are refused', () => {
    const urls = (count: number) =>
      `  webhook_configs: [ ${Array.from({ length: count }, (_, at) => `{ url: http://a/${at} }`).join(', ')} ]`;
    expect(integrations(urls(50))).toHaveLength(50);
    expect(() => integrations(urls(51))).toThrow('routing.yml:4: receivers[0]: has 51 destinations, more than 50');
  });

  test('text, numbers and booleans are read by what is wanted, as upstream', () => {
    const [found] = integrations('  webhook_configs: [ { url: http://a, send_resolved: off, max_alerts: 5 } ]');
    expect(found).toMatchObject({ sendResolved: false, settings: { max_alerts: 5 } });
  });
});

describe('warnings', () => {
  const SERVICE = 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: web }';

  test('an SLO that is wrong is a fault of the folder', () => {
    const files = [
      { name: 'routing.yml', text: `route: { receiver: team }\n${TEAM}` },
      { name: 'slos/web.yml', text: SERVICE.replace('name: web', 'name: Web') },
    ];

    expect(() => compile(files, CHANNELS)).toThrow(/^slos\/web\.yml:3: metadata\.name: is not a name/);
  });

  test('files that nothing reads yet are named', () => {
    // Prepare
    const others = [
      'oncall.yml',
      'ingest.yml',
      'status.yml',
      'slos/web.yml',
      'services.ts',
      'scenarios/a.yml',
      'rooting.yml',
      'notes.yaml',
    ];

    // Act
    const { warnings } = compile(
      [
        { name: 'routing.yml', text: `route: { receiver: team }\n${TEAM}` },
        ...others.map((name) => ({ name, text: name.startsWith('slos/') ? SERVICE : '' })),
      ],
      CHANNELS,
    );

    // Assess
    expect(warnings.map(faultText)).toEqual([
      'status.yml: not read yet: nothing acts upon it',
      'slos/web.yml: is checked, but nothing acts upon it yet: try it with "tocsin slo replay"',
      'rooting.yml: not read: did you mean routing.yml?',
      'notes.yaml: not read: it is no file of a configuration folder',
    ]);
  });

  test('a kind that is not built is a warning where no route leads to it', () => {
    expect(
      warningsOf(
        'route: { receiver: team }\nreceivers:\n- name: team\n- name: old\n  opsgenie_configs: [ { api_key: k } ]',
      ),
    ).toEqual(['routing.yml:5: receivers[1].opsgenie_configs: not built; no route leads here']);
  });

  test('a mail server is of no use', () => {
    expect(
      warningsOf(`global:\n  smtp_from: a@b.c\n  smtp_smarthost: mail:25\nroute: { receiver: team }\n${TEAM}`),
    ).toEqual(['routing.yml:3: global.smtp_smarthost: not used: e-mail leaves through Amazon SES']);
  });

  test('a matcher in the old syntax is read, and the new one proposed', () => {
    expect(
      warningsOf(`route:\n  receiver: team\n  routes:\n  - matchers:\n    - service=~web|api db\n${TEAM}`),
    ).toEqual([
      'routing.yml:5: route.routes[0].matchers[0]: "service=~web|api db" is read in the old way: write service=~"web|api db"',
    ]);
  });

  test('twins with different times share their groups', () => {
    expect(
      warningsOf(
        `route:\n  receiver: team\n  routes:\n  - { match: { a: b }, continue: true }\n  - { matchers: [a="b"], group_wait: 1s }\n${TEAM}`,
      ),
    ).toEqual([
      'routing.yml:5: route.routes[1]: has the receiver and matchers of route.routes[0], so they share their groups: the times of the first count',
    ]);
  });

  test('secrets in clear are listed, an address on this machine is none', () => {
    // Act
    const { inlineSecrets, warnings } = compiled(`
global: { slack_api_url: https://hooks.slack.com/services/T/B/x }
route: { receiver: r }
receivers:
- name: r
  pagerduty_configs: [ { routing_key: abc }, { routing_key_file: ssm:/b } ]
  slack_configs: [ { channel: a, api_url: 'http://127.0.0.1:9000/x' } ]
  webhook_configs: [ { url: http://a, http_config: { authorization: { credentials: s3cret } } }, { url: 'https://me:pass@a/b' } ]`);

    // Assess
    expect(inlineSecrets).toEqual([
      'global.slack_api_url',
      'receivers[0].pagerduty_configs[0].routing_key',
      'receivers[0].webhook_configs[0].http_config.authorization.credentials',
      'receivers[0].webhook_configs[1].url',
    ]);
    expect(warnings.map(faultText)).toContain(
      'routing.yml:6: receivers[0].pagerduty_configs[0].routing_key: holds a secret in clear: write routing_key_file: ssm:/name',
    );
    expect(JSON.stringify(warnings)).not.toContain('s3cret');
  });
});

test('without routing.yml there is no configuration', () => {
  expect(() => compile([{ name: 'oncall.yml', text: '' }], CHANNELS)).toThrow(
    new ConfigError([
      { file: 'routing.yml', line: null, path: '', message: 'is missing: a folder needs at least this file' },
    ]),
  );
});
