import { readContacts } from '../../../formats/oncall/contacts';

test.each([
  ['YAML', 'alice: { sms: +15550100001, email: alice@example.com }\nbob: { slack: U012AB3CD }'],
  ['JSON', '{"alice":{"sms":"+15550100001","email":"alice@example.com"},"bob":{"slack":"U012AB3CD"}}'],
])('contacts as %s', (_format, text) => {
  expect(readContacts('contacts', text)).toEqual({
    alice: { sms: '+15550100001', email: 'alice@example.com' },
    bob: { slack: 'U012AB3CD' },
  });
});

test.each([
  ['alice: { sms: 0600000000 }', 'contacts:1: alice.sms: is not a phone number'],
  ['alice: { smss: "+15550100001" }', 'contacts:1: alice.smss: unknown key: did you mean "sms"?'],
  ['- alice', 'contacts:1: expected a mapping'],
])('%j is refused', (text, message) => {
  expect(() => readContacts('contacts', text)).toThrow(message);
});

test('what is refused is not repeated: it may be somebody’s number', () => {
  expect(() => readContacts('contacts', 'alice: { sms: "06 12 34 56 78", email: "alice at home" }')).toThrow(
    expect.objectContaining({ message: expect.not.stringMatching(/12|home/) }),
  );
});
