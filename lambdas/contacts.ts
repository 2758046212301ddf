import type { OutsideContacts, ReadContacts } from '../engine/contacts';
import { secrets } from './secrets';

let known: { readonly text: string; readonly contacts: OutsideContacts | null } | null = null;

/** People's contacts out of the account, read anew when the parameter has changed; the reader is loaded with the first. */
export const readContactsFrom: ReadContacts = async (reference) => {
  const text = await secrets.read(reference);
  if (known?.text === text) return known.contacts;
  const { parseContacts } = await import('../formats/oncall/contacts');
  known = { text, contacts: parseContacts(text) };
  return known.contacts;
};
