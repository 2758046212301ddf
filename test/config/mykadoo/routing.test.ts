import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../../../channels';
import type { Labels } from '../../../core/alert/alert';
import { match } from '../../../core/routing/match';
import { compile } from '../../../engine/configuration/compile';

const text = readFileSync(join(__dirname, '..', '..', '..', 'config', 'mykadoo', 'routing.yml'), 'utf8');
const { configuration, warnings, inlineSecrets } = compile([{ name: 'routing.yml', text }], channels);

test('the file is in order, and holds no secret', () => {
  expect(warnings).toEqual([]);
  expect(inlineSecrets).toEqual([]);
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../docs/schema/routing.json');
});

test.each<[Labels, string[]]>([
  [{ severity: 'critical', service: 'web' }, ['audit', 'product-critical']],
  [{ severity: 'critical', service: 'auth' }, ['audit', 'product-critical']],
  [{ severity: 'critical', service: 'api' }, ['audit', 'backend-critical']],
  [{ severity: 'critical', service: 'search' }, ['audit', 'backend-critical']],
  [{ severity: 'critical', service: 'database' }, ['audit', 'data-critical']],
  [{ severity: 'critical', service: 'redis' }, ['audit', 'data-critical']],
  [{ severity: 'critical' }, ['audit', 'operations-critical']],
  [{ severity: 'critical', alertname: 'Unreadable' }, ['audit', 'operations-critical']],
  [{ severity: 'warning', service: 'web' }, ['audit', 'product']],
  [{ severity: 'error', service: 'redis' }, ['audit', 'data']],
  [{ severity: 'warning', service: 'unheard-of' }, ['audit', 'operations']],
  [{ severity: 'info', service: 'web' }, ['audit', 'quiet']],
  [{}, ['audit', 'operations']],
])('%j goes to %j', (labels, receivers) => {
  expect(match(configuration.route, labels).map(({ route }) => route.receiver)).toEqual(receivers);
});

test('a critical alarm pages at once, whatever its service', () => {
  // Act
  const pages = ['web', 'api', 'database', 'other'].map((service) =>
    match(configuration.route, { severity: 'critical', service }).find(({ route }) => route.receiver !== 'audit'),
  );

  // Assess
  for (const page of pages) {
    const channelsOf = configuration.receivers[page?.route.receiver ?? '']?.integrations.map(({ channel }) => channel);
    expect(page?.route.timing.groupWaitMs).toBe(0);
    expect(channelsOf).toEqual(expect.arrayContaining(['pagerduty', 'slack', 'sms']));
  }
});
