import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../../../channels';
import { compile } from '../../../engine/configuration/compile';
import { localise } from '../../../local/config/localise';

const addresses = { pagerduty: 'http://127.0.0.1:3', slack: 'http://127.0.0.1:2', webhook: 'http://127.0.0.1:5' };
const mykadoo = readFileSync(join(__dirname, '..', '..', '..', 'config', 'mykadoo', 'routing.yml'), 'utf8');
const compiled = (text: string) => compile([{ name: 'routing.yml', text }], channels).configuration;

test('the reference routing stays as it is: routes, groups, waits, numbers', () => {
  const local = compiled(localise(mykadoo, addresses).text);
  expect(local.route).toEqual(compiled(mykadoo).route);
  expect(Object.keys(local.receivers)).toEqual(Object.keys(compiled(mykadoo).receivers));
});

test('nothing that it sends leaves the machine', () => {
  // Act
  const { text, secrets } = localise(mykadoo, addresses);

  // Assess
  const settings = JSON.stringify(compiled(text).receivers);
  const urls = [...settings.matchAll(/https?:\/\/[^"]+/g)].map(([url]) => new URL(url).hostname);
  expect(urls.length).toBeGreaterThan(0);
  expect(new Set(urls)).toEqual(new Set(['127.0.0.1']));
  expect(secrets).toContainEqual({ reference: 'ssm:/tocsin/audit-webhook', value: 'http://127.0.0.1:5/alerts' });
});

test.each([
  [
    'pagerduty_configs: [{ routing_key_file: ssm:/k, url: https://events.eu.pagerduty.com/v2/enqueue }]',
    '"http://127.0.0.1:3/v2/enqueue"',
  ],
  ['webhook_configs: [{ url: "https://hooks.example.com/x" }]', '"http://127.0.0.1:5/alerts"'],
  [
    'slack_configs: [{ api_url: "https://hooks.slack.com/services/a/b/c" }]',
    'http://127.0.0.1:2/services/T0000/B0000/local',
  ],
])('an address in the file itself is replaced: %s', (entry, expected) => {
  const { text } = localise(`route: { receiver: r }\nreceivers: [{ name: r, ${entry} }]\n`, addresses);
  expect(JSON.stringify(text)).toContain(expected.replaceAll('"', ''));
  expect(text).not.toMatch(/example\.com|pagerduty\.com|slack\.com/);
});

test('every secret that is referred to gets a value of the right shape', () => {
  const { secrets } = localise(mykadoo, addresses);
  const keys = secrets.filter(({ reference }) => reference.includes('pagerduty'));
  expect(keys.length).toBeGreaterThan(0);
  for (const { value } of keys) expect(value).toHaveLength(32);
});

test('the sender of mails is named, without the name of a person', () => {
  expect(localise(mykadoo, addresses).senders).toEqual(['alarms@mykadoo.example']);
});
