import type { Integration, Receiver } from '../core/routing/receiver';
import type { Configuration } from './configuration/configuration';

type Destinations = Pick<Configuration, 'receivers' | 'oncall'>;

const contacts = new WeakMap<object, ReadonlyMap<string, Integration>>();

function contactsOf({ oncall }: Destinations): ReadonlyMap<string, Integration> {
  const known = contacts.get(oncall);
  if (known) return known;
  const all = Object.values(oncall.people).flatMap((person) => Object.values(person.contacts));
  const byKey = new Map(all.map((integration) => [integration.key, integration]));
  contacts.set(oncall, byKey);
  return byKey;
}

/** Where a slot leads: one of its receiver's destinations, or a person's contact; null: the configuration has it no more. */
export const integrationOf = (configuration: Destinations, receiver: string, key: string): Integration | null =>
  configuration.receivers[receiver]?.integrations.find((one) => one.key === key) ??
  contactsOf(configuration).get(key) ??
  null;

/** Who hears when nobody is left to ask; null: the configuration names nobody. */
export const lastResortOf = ({ receivers, oncall }: Destinations): Receiver | null =>
  oncall.lastResort === null ? null : (receivers[oncall.lastResort] ?? null);
