import { readSilences } from '../../../formats/alertmanager/silence';
import { ConfigError } from '../../../formats/yaml/config-error';

test('what amtool prints is read', () => {
  // Prepare: amtool 0.34.2 silence query -o json
  const printed = `[{"id":"3a1b","status":{"state":"active"},"updatedAt":"2026-01-05T08:59:00.000Z","comment":"known",
    "createdBy":"ada","endsAt":"2026-01-05T10:00:00.000Z","matchers":[
      {"isEqual":true,"isRegex":false,"name":"service","value":"web"},
      {"isEqual":false,"isRegex":true,"name":"env","value":"test.*"}],
    "startsAt":"2026-01-05T09:00:00.000Z"}]`;

  // Act
  const silences = readSilences('silences.json', printed);

  // Assess
  expect(silences).toEqual([
    {
      id: '3a1b',
      kind: 'silence',
      matchers: [
        { name: 'env', operator: '!~', value: 'test.*' },
        { name: 'service', operator: '=', value: 'web' },
      ],
      incident: null,
      startsAt: Date.parse('2026-01-05T09:00:00Z'),
      endsAt: Date.parse('2026-01-05T10:00:00Z'),
      recurrence: null,
      createdBy: 'ada',
      comment: 'known',
    },
  ]);
});

test('so is a list in the words of a scenario; what it leaves out is open', () => {
  const [silence] = readSilences('silences.yml', `- { matchers: ['service="web"'] }`);
  expect(silence).toMatchObject({ id: '1', startsAt: 0, endsAt: null, createdBy: '', comment: '' });
});

test.each([
  ['{}', 'silences.yml:1: is not a list of silences: write what "amtool silence query -o json" prints'],
  ['- { matchers: [] }', 'silences.yml:1: [0].matchers: must hold at least one matcher'],
  [`- { matchers: ['service'] }`, /silences.yml:1: \[0\].matchers\[0\]: "service" is not a matcher/],
  [`- { matchers: ['a="b"'], starts_at: yesterday }`, /silences.yml:1: \[0\].starts_at: write a time with its zone/],
  [`- { matchers: ['a="b"'], start_at: x }`, /silences.yml:1: \[0\].start_at: unknown key: did you mean "?starts_at/],
])('of %s is said what is wrong', (text, fault) => {
  const read = () => readSilences('silences.yml', text);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(fault);
});
