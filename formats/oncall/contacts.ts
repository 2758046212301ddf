import * as z from 'zod';
import { ConfigError } from '../yaml/config-error';
import { readYaml } from '../yaml/source';
import { validate } from '../yaml/validate';

const E164 = /^\+[1-9]\d{6,14}$/;
const ADDRESS = /^[^\s<>@,;"]+@[A-Za-z0-9.-]+$/;
/** U… for members, W… for those of an Enterprise Grid. */
const MEMBER = /^[UW][A-Z0-9]{2,}$/;

/** How a person is reached. */
export const Contacts = z.strictObject({
  sms: z.string().regex(E164, 'is not a phone number: write it with its country, like "+15550100001"').optional(),
  email: z.string().regex(ADDRESS, 'is not an address: write one, like "alice@example.com"').optional(),
  slack: z
    .string()
    .regex(MEMBER, 'is not a member id: copy it from the person’s profile in Slack, like "U012AB3CD"')
    .optional(),
});

const ContactsFile = z.record(z.string(), Contacts);
export type ContactsFile = Readonly<Record<string, z.infer<typeof Contacts>>>;

/** The same, where somebody must be paged rather than told what is wrong: null. */
export function parseContacts(text: string): ContactsFile | null {
  try {
    return readContacts('contacts_file', text);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/**
 * Reads what `contacts_file` names: YAML or JSON, people's contacts by their id.
 * @throws {ConfigError} with every fault; no fault repeats a number or an address
 */
export function readContacts(name: string, text: string): ContactsFile {
  const read = validate(ContactsFile, readYaml(name, text));
  if (!read.ok) throw new ConfigError(read.faults);
  return read.data;
}
