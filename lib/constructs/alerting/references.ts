import type { Json } from '../../../core/json';
import { isOutside } from '../../../core/oncall/contact';
import type { Configuration } from '../../../engine/configuration/configuration';

/** What a configuration makes the functions reach for, so that they may reach for nothing else. */
export type References = {
  /** `ssm:/name` or `secretsmanager:name`, each once, sorted. */
  readonly secrets: readonly string[];
  /** Bare addresses that e-mail is sent from. */
  readonly senders: readonly string[];
  /** Bare addresses that e-mail is sent to. */
  readonly recipients: readonly string[];
  /** E-mail goes to addresses that are known only where it is sent. */
  readonly sendsAnywhere: boolean;
  readonly sendsSms: boolean;
  /** Keys by which senders are known, and of which heartbeats' tokens are made. */
  readonly intake: readonly string[];
  /** Where the sweep reports that it works. */
  readonly ownHeartbeat: readonly string[];
};

/** Several mailboxes may stand in one text; `Tocsin <alerts@example.com>` is `alerts@example.com`. */
const addressesIn = (text: string): string[] =>
  text.split(',').map((mailbox) => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim());

/** `Array.isArray` does not narrow a readonly array away. */
const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every `{ $secret: reference }` within. */
function* secretsIn(value: Json): Iterable<string> {
  if (Array.isArray(value)) for (const part of value) yield* secretsIn(part);
  if (!isRecord(value)) return;
  if (typeof value.$secret === 'string') yield value.$secret;
  else for (const part of Object.values(value)) yield* secretsIn(part);
}

const textIn = (settings: Json, name: string): string[] => {
  const value = isRecord(settings) ? settings[name] : null;
  return typeof value === 'string' ? [value] : [];
};

const unique = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Reads the references out of a configuration. */
export function referencesOf({
  receivers,
  ingest,
  oncall,
}: Pick<Configuration, 'receivers' | 'ingest' | 'oncall'>): References {
  const contacts = Object.values(oncall.people).flatMap((person) => Object.values(person.contacts));
  const integrations = [...Object.values(receivers).flatMap((receiver) => receiver.integrations), ...contacts];
  const emails = integrations.filter(({ channel }) => channel === 'email');
  const addresses = (name: string): string[] =>
    unique(emails.flatMap(({ settings }) => textIn(settings, name)).flatMap(addressesIn));
  return {
    secrets: unique([
      ...integrations.flatMap(({ settings }) => [...secretsIn(settings)]),
      ...(oncall.contactsFile === null ? [] : [oncall.contactsFile.$secret]),
    ]),
    senders: addresses('from'),
    recipients: addresses('to'),
    sendsAnywhere: emails.some(isOutside),
    intake: unique([
      ...[...ingest.pagerduty, ...ingest.alertmanager].flatMap(({ key }) => ('reference' in key ? key.reference : [])),
      ...(ingest.heartbeatKey === null ? [] : [ingest.heartbeatKey]),
    ]),
    ownHeartbeat: ingest.ownHeartbeat === null ? [] : [ingest.ownHeartbeat],
    sendsSms: integrations.some(({ channel }) => channel === 'sms'),
  };
}
