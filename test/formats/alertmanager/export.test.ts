import { exported } from '../../../formats/alertmanager/export';
import { pathText } from '../../../formats/yaml/config-error';
import { fromValue, readYaml } from '../../../formats/yaml/source';
import { OURS } from '../../amtool/cases';

const notes = (text: string) =>
  exported(readYaml('routing.yml', text), '/secrets').leftOut.map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );

test('whatever is left out, made up or asked for is said', () => {
  expect(notes(OURS)).toEqual([
    expect.stringMatching(/^receivers\[0\]\.slack_configs\[0\]\.update_message: left out/),
    expect.stringMatching(/^receivers\[0\]\.webhook_configs\[0\]\.external_url: left out: .*--web\.external-url/),
    expect.stringMatching(/^receivers\[1\]\.sms_configs\[0\]\.max_parts: left out/),
    expect.stringMatching(/^global\.strict_alertmanager: left out/),
    expect.stringMatching(/^global\.external_url: left out/),
    expect.stringMatching(/^global\.smtp_smarthost: is made up/),
    'global.slack_app_token_file: reads a file: put the value of ssm:/oncall/slack into /secrets/oncall/slack',
    expect.stringMatching(
      /url_file: reads a file: put the value of secretsmanager:hook\/main into \/secrets\/hook\/main$/,
    ),
    expect.stringMatching(/credentials_file: reads a file/),
    expect.stringMatching(/routing_key_file: reads a file/),
  ]);
});

test('an escalation policy has no place elsewhere', () => {
  // Prepare
  const source = fromValue('routing.yml', {
    route: { receiver: 'team' },
    receivers: [{ name: 'team', escalation_configs: [{ policy: 'primary' }] }],
  });

  // Act
  const { value, leftOut } = exported(source, '/secrets');

  // Assess
  expect(value).toEqual({ route: { receiver: 'team' }, receivers: [{ name: 'team' }] });
  expect(leftOut).toEqual([
    { path: ['receivers', 0, 'escalation_configs'], message: expect.stringContaining('no escalation policies') },
  ]);
});

test('what is upstream’s own stays as it is', () => {
  const file = {
    global: { resolve_timeout: '5m' },
    route: { receiver: 'team', routes: [{ matchers: ['a="b"'], continue: true }] },
    receivers: [{ name: 'team', pagerduty_configs: [{ routing_key: 'k' }], pushover_configs: [{ token: 't' }] }],
    templates: ['a.tmpl'],
  };
  expect(exported(fromValue('routing.yml', file), '/secrets')).toEqual({ value: file, leftOut: [] });
});
