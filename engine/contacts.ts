import type { Person } from '../core/escalation/policy';
import { type Contacts, isOutside, withContact } from '../core/oncall/contact';
import type { Integration } from '../core/routing/receiver';
import type { Configuration } from './configuration/configuration';
import { destinationOf, heldBy } from './keys';

/** People's contacts by their ids, as `contacts_file` says. */
export type OutsideContacts = Readonly<Record<string, Contacts>>;

/**
 * Reads what a reference names: the same value as long as it says the same, null where it is no list of contacts.
 * @throws when it cannot be asked for: the delivery is tried again
 */
export type ReadContacts = (reference: string) => Promise<OutsideContacts | null>;

const outside = new WeakMap<Configuration, ReadonlySet<string>>();

/** The destinations of which only a reference is in the configuration. */
function outsideOf(configuration: Configuration): ReadonlySet<string> {
  const known = outside.get(configuration);
  if (known) return known;
  const all = Object.values(configuration.oncall.people).flatMap(({ contacts }) => Object.values(contacts));
  const keys = new Set(all.filter(isOutside).map(({ key }) => key));
  outside.set(configuration, keys);
  return keys;
}

const filled = new WeakMap<Configuration, { readonly from: OutsideContacts; readonly configuration: Configuration }>();

/**
 * Somebody who says no rules is reached by whatever there is, so what there is not is no contact. What rules ask for and
 * is not there stays a reference: a delivery that fails, after which the next contact is tried.
 */
function reachable(person: Person, contacts: OutsideContacts): Person {
  const entries = Object.entries(person.contacts).flatMap(
    ([kind, contact]): readonly (readonly [string, Integration])[] => {
      const found = withContact(contact, contacts);
      if (found) return [[kind, found]];
      return Object.keys(person.rules).length > 0 ? [[kind, contact]] : [];
    },
  );
  return { ...person, contacts: Object.fromEntries(entries) };
}

function fill(configuration: Configuration, contacts: OutsideContacts): Configuration {
  const known = filled.get(configuration);
  if (known?.from === contacts) return known.configuration;
  const people = Object.fromEntries(
    Object.entries(configuration.oncall.people).map(([id, person]) => [id, reachable(person, contacts)]),
  );
  const result = { ...configuration, oncall: { ...configuration.oncall, people } };
  filled.set(configuration, { from: contacts, configuration: result });
  return result;
}

/**
 * The configuration with people's contacts in it, where a delivery goes to one that lies outside; else as it is, so that
 * a parameter that cannot be read holds up nobody else.
 */
export async function withContactsFor(
  configuration: Configuration,
  { group, slot }: { readonly group: string; readonly slot: string },
  read: ReadContacts,
): Promise<Configuration> {
  const file = configuration.oncall.contactsFile;
  const destination = heldBy(group) ?? destinationOf(slot);
  if (file === null || !outsideOf(configuration).has(destination)) return configuration;
  const contacts = await read(file.$secret);
  return contacts === null ? configuration : fill(configuration, contacts);
}

const STAND_INS: Contacts = { slack: 'U00000000', sms: '+15550100000', email: 'nobody@example.com' };

/** Where nothing leaves the machine: contacts that lie outside are reached as if they were known. */
export function withStandIns(configuration: Configuration): Configuration {
  if (configuration.oncall.contactsFile === null) return configuration;
  const known = filled.get(configuration);
  const people = Object.keys(configuration.oncall.people);
  return known?.configuration ?? fill(configuration, Object.fromEntries(people.map((id) => [id, STAND_INS])));
}
