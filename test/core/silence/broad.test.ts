import { isBroad } from '../../../core/silence/broad';
import { readMatchers } from '../../../formats/alertmanager/matcher';

const matchers = (text: string) => {
  const read = readMatchers(text);
  if (!read.ok) throw new Error(read.error);
  return read.matchers;
};

test.each([
  ['{}', true],
  ['alertname=~".+"', true],
  ['alertname=~".*"', true],
  ['alertname=~"(?s:.*)"', true],
  ['severity!="critical"', true],
  ['severity!~"critical|error"', true],
  ['team=""', true],
  ['alertname=~".+",severity!="critical"', true],
  ['alertname="Slow"', false],
  ['alertname=~"Slow.*"', false],
  ['alertname=~".*[a-z].*"', false],
  ['severity!=""', false],
  ['severity!="critical",team="web"', false],
])('a silence for %s keeps nearly everything quiet: %s', (text, expected) => {
  expect(isBroad({ matchers: matchers(text), incident: null })).toBe(expected);
});

test('one for an incident never does', () => {
  expect(isBroad({ matchers: [], incident: 'g-1' })).toBe(false);
});
