import type { Person } from '../../core/escalation/policy';
import { HEARS_AS_UPSTREAM, type Integration } from '../../core/routing/receiver';
import type { Configuration } from '../../engine/configuration/configuration';
import { type OutsideContacts, withContactsFor } from '../../engine/contacts';
import { holdPartition } from '../../engine/keys';
import { TEAM } from './support';

const SMS = 'sms-0123456789abcdef';
const EMAIL = 'email-0123456789abcdef';
const SLACK = 'slack-0123456789abcdef';

const integration = (channel: string, key: string, to: Integration['settings']): Integration => ({
  channel,
  index: 0,
  key,
  to: 'Alice',
  sendResolved: true,
  hears: HEARS_AS_UPSTREAM,
  settings: { to },
});
const alice = (rules: Person['rules'] = {}): Person => ({
  id: 'alice',
  name: 'Alice',
  timezone: 'UTC',
  contacts: {
    slack: integration('slack', SLACK, 'U0'),
    sms: integration('sms', SMS, { $contact: { person: 'alice', kind: 'sms' } }),
    email: integration('email', EMAIL, { $contact: { person: 'alice', kind: 'email' } }),
  },
  rules,
});
const withPerson = (person: Person): Configuration => ({
  ...TEAM,
  oncall: { ...TEAM.oncall, people: { alice: person }, contactsFile: { $secret: 'ssm:/people' } },
});
const FILE: OutsideContacts = { alice: { sms: '+15550100001' } };

/** The contacts of Alice for a delivery, and what was read for it. */
async function reached(configuration: Configuration, slot: string, file: OutsideContacts | null = FILE, group = 'G#a') {
  const read: string[] = [];
  const found = await withContactsFor(configuration, { group, slot }, async (reference) => {
    read.push(reference);
    return file;
  });
  const contacts = Object.values(found.oncall.people.alice?.contacts ?? {});
  return { found, read, settings: Object.fromEntries(contacts.map(({ channel, settings }) => [channel, settings])) };
}

test.each([
  ['a page', `${SMS}#1#1#1`, 'G#a'],
  ['a digest', 'digest', holdPartition(SMS)],
])('for %s to a contact that lies outside, it is put in', async (_what, slot, group) => {
  const { read, settings } = await reached(withPerson(alice()), slot, FILE, group);

  expect(read).toEqual(['ssm:/people']);
  expect(settings).toMatchObject({ sms: { to: '+15550100001' }, slack: { to: 'U0' } });
});

test('for everybody else nothing is read, so that nothing can be missing', async () => {
  const configuration = withPerson(alice());

  const { found, read } = await reached(configuration, `${SLACK}#1#1#1`);

  expect(read).toEqual([]);
  expect(found).toBe(configuration);
});

test('a kind of contact that the person does not have is none, where no rule asks for it', async () => {
  const { settings } = await reached(withPerson(alice()), `${EMAIL}#1#1#1`);

  expect(Object.keys(settings)).toEqual(['slack', 'sms']);
});

test('one that a rule asks for stays a reference, which no channel can reach', async () => {
  const rules = { default: [{ afterMs: 0, by: ['email'] }] };

  const { settings } = await reached(withPerson(alice(rules)), `${EMAIL}#1#1#1`);

  expect(settings.email).toEqual({ to: { $contact: { person: 'alice', kind: 'email' } } });
});

test('what is no list of contacts puts nothing in', async () => {
  const configuration = withPerson(alice());

  expect((await reached(configuration, SMS, null)).found).toBe(configuration);
});

test('a list that cannot be asked for fails the delivery, which is tried again', async () => {
  const fails = withContactsFor(withPerson(alice()), { group: 'G#a', slot: SMS }, async () => {
    throw new Error('throttled');
  });

  await expect(fails).rejects.toThrow('throttled');
});

test('the same list makes the same configuration, another one another', async () => {
  const configuration = withPerson(alice());
  const [first, again] = [await reached(configuration, SMS), await reached(configuration, SMS)];

  const changed = await reached(configuration, SMS, { alice: { sms: '+15550100002' } });

  expect(again.found).toBe(first.found);
  expect(changed.settings.sms).toEqual({ to: '+15550100002' });
});
