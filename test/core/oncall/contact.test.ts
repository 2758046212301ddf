import { withContact } from '../../../core/oncall/contact';
import { HEARS_AS_UPSTREAM, type Integration } from '../../../core/routing/receiver';

const page: Integration = {
  channel: 'sms',
  index: 0,
  key: 'sms-1',
  to: 'Alice',
  sendResolved: true,
  hears: HEARS_AS_UPSTREAM,
  settings: { to: { $contact: { person: 'alice', kind: 'sms' } }, max_parts: 2 },
};

test('a reference is replaced by the contact', () => {
  const found = withContact(page, { alice: { sms: '+15550100001' } });

  expect(found).toEqual({ ...page, settings: { to: '+15550100001', max_parts: 2 } });
});

test.each([
  ['nobody of that name', {}],
  ['no such contact', { alice: { email: 'alice@example.com' } }],
])('%s: there is none', (_what, contacts) => {
  expect(withContact(page, contacts)).toBeNull();
});

test('what holds no reference stays as it is', () => {
  const plain = { ...page, settings: { to: '+15550100002', sender_id: null } };

  expect(withContact(plain, {})).toEqual(plain);
});
