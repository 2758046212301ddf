import { isRecord, type Json } from '../json';
import type { Integration } from '../routing/receiver';

/** Where a person can be reached: each is a channel's name, in the order in which they are used. */
export const CONTACT_KINDS = ['slack', 'sms', 'email'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** A number (E.164), an address, a member id of Slack. */
export type Contacts = Readonly<Partial<Record<ContactKind, string>>>;

/** Stands in an integration's settings for a number or an address that lies outside of the configuration. */
export type ContactReference = { readonly $contact: { readonly person: string; readonly kind: ContactKind } };

const isReference = (value: Json): value is ContactReference => isRecord(value) && isRecord(value.$contact ?? null);

/** Does it hold a reference where the contact would stand? */
export const isOutside = ({ settings }: Integration): boolean =>
  isRecord(settings) && Object.values(settings).some(isReference);

/**
 * The integration with the contact itself where it holds a reference; the same where it holds none.
 * @param contacts by person, as `contacts_file` says
 * @returns null where that person has no such contact there
 */
export function withContact(
  integration: Integration,
  contacts: Readonly<Record<string, Contacts>>,
): Integration | null {
  const { settings } = integration;
  if (!isRecord(settings)) return integration;
  const entries = Object.entries(settings).map(([key, value]): readonly [string, Json | null] => {
    if (!isReference(value)) return [key, value];
    const { person, kind } = value.$contact;
    return [key, Object.hasOwn(contacts, person) ? (contacts[person]?.[kind] ?? null) : null];
  });
  const isMissing = entries.some(([key, value]) => value === null && settings[key] !== null);
  return isMissing ? null : { ...integration, settings: Object.fromEntries(entries) };
}
