import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../../../channels';
import { match } from '../../../core/routing/match';
import { compile } from '../../../engine/configuration/compile';

const text = readFileSync(join(__dirname, '..', '..', '..', 'config', 'minimal', 'routing.yml'), 'utf8');

test.each([
  ['critical', 0, ['sms', 'email']],
  ['warning', 30_000, ['email']],
])('a %s alarm waits %d ms and goes by %j', (severity, groupWaitMs, names) => {
  // Prepare
  const { configuration, warnings } = compile([{ name: 'routing.yml', text }], channels);

  // Act
  const [found] = match(configuration.route, { severity });

  // Assess
  const integrations = configuration.receivers[found?.route.receiver ?? '']?.integrations ?? [];
  expect(warnings).toEqual([]);
  expect(found?.route.timing.groupWaitMs).toBe(groupWaitMs);
  expect(integrations.map(({ channel }) => channel)).toEqual(names);
});
