import { join } from 'node:path';
import { configFiles } from '../../bin/config-files';
import { scenarioFaults } from '../../bin/scenarios';

const CONFIG = join(import.meta.dirname, '..', '..', 'config');
const MINIMAL = join(CONFIG, 'minimal');
const without = configFiles(MINIMAL).filter(({ name }) => !name.startsWith('scenarios/'));
const scenario = (text: string) => [...without, { name: 'scenarios/mine.yml', text }];

test.each(['mykadoo', 'minimal'])('the scenarios of config/%s hold', async (name) => {
  const folder = join(CONFIG, name);
  const files = configFiles(folder);

  expect(files.filter((file) => file.name.startsWith('scenarios/'))).not.toEqual([]);
  expect(await scenarioFaults(folder, files)).toEqual([]);
});

test.each([
  [
    'that does not hold',
    'events: [{ at: 1s, alerts: [{ labels: { alertname: Down, severity: critical } }] }]\nexpect: { deliveries: [] }',
    /^scenarios\/mine\.yml: \+ deliveries: came, but is not expected: 1s firing to email-and-sms/,
  ],
  ['that expects nothing', 'events: []', /^scenarios\/mine\.yml: expects nothing: write "expect:"$/],
  ['that is wrong', 'event: []', /^scenarios\/mine\.yml:1: event: /],
])('one %s is told', async (_, text, expected) => {
  const faults = await scenarioFaults(MINIMAL, scenario(text));

  expect(faults[0]).toMatch(expected);
});
