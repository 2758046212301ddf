import { withGlobals } from '../../channels';
import type { Channel } from '../../channels/channel';
import type { Person } from '../../core/escalation/policy';
import { hash } from '../../core/hash';
import { isRecord, type Json } from '../../core/json';
import { CONTACT_KINDS, type ContactKind, type ContactReference } from '../../core/oncall/contact';
import type { Integration } from '../../core/routing/receiver';
import type { OncallFile } from '../../formats/oncall/oncall';
import { fromValue } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';
import { integrate } from './integrations';

type Written = OncallFile['people'][string];
type Fields = Readonly<Record<string, Json>>;

/** Which key of an entry names the person, and what it looks like: for a contact that is known only where it is sent. */
const ENTRIES: Readonly<Record<ContactKind, { readonly key: string; readonly example: string }>> = {
  slack: { key: 'channel', example: 'U00000000' },
  sms: { key: 'to', example: '+15550100000' },
  email: { key: 'to', example: 'nobody@example.com' },
};

/** What a contact needs of `routing.yml` beside itself. */
const NEEDS: Readonly<Record<ContactKind, readonly string[]>> = {
  // An incoming webhook has its own channel and would not reach the person.
  slack: ['app_token', 'app_token_file'],
  sms: [],
  email: ['from'],
};
const MISSING: Readonly<Record<ContactKind, string>> = {
  slack: 'needs global.slack_app_token_file in routing.yml',
  sms: '',
  email: 'needs global.smtp_from in routing.yml',
};

export type ReadContacts = {
  readonly contacts: Readonly<Record<string, Integration>>;
  /** Contacts that cannot be used, and why. */
  readonly unusable: readonly { readonly kind: ContactKind; readonly why: string }[];
};

/** The kinds that a person may have in `contacts_file`: those that the rules name, else all. */
function outsideKinds({ notify = {}, contacts = {} }: Written): readonly ContactKind[] {
  const named = Object.values(notify).flatMap((rules) => rules.flatMap(({ by }) => by));
  return CONTACT_KINDS.filter((kind) => contacts[kind] === undefined && (named.length === 0 || named.includes(kind)));
}

/**
 * How a person is reached, each contact a destination like any receiver's.
 * @param global of `routing.yml`
 * @param isOutside whether there is a `contacts_file`: what the person does not name here is a reference to it
 */
export function readContacts(
  id: string,
  person: Written,
  {
    channels,
    global,
    isOutside,
  }: { readonly channels: readonly Channel[]; readonly global: Fields; readonly isOutside: boolean },
): ReadContacts {
  const unusable: ReadContacts['unusable'][number][] = [];
  const outside = isOutside ? outsideKinds(person) : [];
  const contacts = CONTACT_KINDS.flatMap((kind): readonly (readonly [string, Integration])[] => {
    const contact = person.contacts?.[kind];
    const channel = channels.find(({ name }) => name === kind);
    if (!channel || (contact === undefined && !outside.includes(kind))) return [];
    const { key, example } = ENTRIES[kind];
    const entry = withGlobals(kind, { [key]: contact ?? example }, global);
    const needs = NEEDS[kind];
    if (needs.length > 0 && !needs.some((one) => entry[one] !== undefined)) {
      if (contact !== undefined) unusable.push({ kind, why: MISSING[kind] });
      return [];
    }
    const read = validate(channel.config, fromValue('contact', entry));
    if (!read.ok) {
      unusable.push({ kind, why: read.faults.map(({ message }) => message).join('; ') });
      return [];
    }
    const [integration] = integrate(channel, read.data, 0);
    if (!integration) return [];
    return [[kind, contact === undefined ? referring(integration, id, person, kind) : integration]];
  });
  return { contacts: Object.fromEntries(contacts), unusable };
}

/** The same integration with a reference where the contact would stand. */
function referring(integration: Integration, id: string, { name }: Written, kind: ContactKind): Integration {
  const reference: ContactReference = { $contact: { person: id, kind } };
  const settings = isRecord(integration.settings) ? integration.settings : {};
  return {
    ...integration,
    key: `${kind}-${hash(16, 'contact', id, kind)}`,
    to: name ?? id,
    settings: { ...settings, [ENTRIES[kind].key]: reference },
  };
}

/** A person's rules as they will run. */
export const rulesOf = ({ notify = {} }: Written): Person['rules'] =>
  Object.fromEntries(
    Object.entries(notify).map(([severity, rules]) => [
      severity,
      rules.map(({ after, by }) => ({ afterMs: after ?? 0, by })),
    ]),
  );
