import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFiles } from '../../bin/config-files';
import { channels } from '../../channels';
import { onCall } from '../../core/oncall/on-call';
import { compile } from '../../engine/configuration/compile';

const ROOT = join(__dirname, '..', '..', 'config');
const compiled = (folder: string) => compile(configFiles(join(ROOT, folder)), channels);

test.each(['mykadoo', 'minimal'])('who is on call in config/%s is in order, and editors know the file', (folder) => {
  const text = readFileSync(join(ROOT, folder, 'oncall.yml'), 'utf8');

  expect(compiled(folder).warnings.filter(({ file }) => !file.startsWith('slos/'))).toEqual([]);
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../docs/schema/oncall.json');
});

test.each([
  ['2026-01-05T12:00:00Z', 'ada', 'ben'],
  ['2026-01-05T22:00:00Z', 'dev', 'ben'], // a night before a working day
  ['2026-01-09T22:00:00Z', 'ada', 'ben'], // Friday's is not
  ['2026-01-12T12:00:00Z', 'ben', 'chloe'],
])('at %s %s is on call for mykadoo, and %s behind', (instant, first, second) => {
  const { primary, secondary } = compiled('mykadoo').configuration.oncall.schedules;

  const people = [primary, secondary].map((one) => one && onCall(one, [], Date.parse(instant)).people);

  expect(people).toEqual([[first], [second]]);
});
