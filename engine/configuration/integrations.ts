import * as z from 'zod';
import type { Channel } from '../../channels/channel';
import { hash } from '../../core/hash';
import type { Json } from '../../core/json';
import type { Integration } from '../../core/routing/receiver';
import { EXCLUSIVE, INHERITED, SNS_KEYS } from '../../formats/alertmanager/receiver-kinds';
import { ConfigError, type Fault, type Path } from '../../formats/yaml/config-error';
import { knownKeys } from '../../formats/yaml/known-keys';
import { suggestion } from '../../formats/yaml/nearest';
import { faultAt, type Source, valueAt } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';

/** More destinations than this in one receiver cannot be written in one transaction. */
const MAX_INTEGRATIONS = 50;

/** What every entry can say, whether or not its channel's schema has it. */
const Common = z.looseObject({ send_resolved: z.boolean().optional() });

type Fields = Readonly<Record<string, unknown>>;
/** One destination, before its channel has read it. */
type Entry = { readonly fields: Fields; readonly index: number; readonly place: (path: Path) => Path };

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const records = (value: unknown): readonly (readonly [number, Fields])[] =>
  (Array.isArray(value) ? value : []).flatMap((item, at) => (isRecord(item) ? [[at, item] as const] : []));

/** A list of numbers is one destination each; they share the entry's place. */
function smsEntries(fields: Fields, index: number, at: Path): readonly Entry[] {
  const { to } = fields;
  if (!Array.isArray(to)) return [{ fields, index, place: (path) => [...at, ...path] }];
  return to.map((number, nth) => ({
    fields: { ...fields, to: number },
    index,
    place: (path) => (path[0] === 'to' ? [...at, 'to', nth, ...path.slice(1)] : [...at, ...path]),
  }));
}

/** Upstream's way to send an SMS: `sns_configs` with a phone number. */
function snsEntry(source: Source, fields: Fields, index: number, at: Path, faults: Fault[]): readonly Entry[] {
  const { phone_number, send_resolved, ...others } = fields;
  for (const key of Object.keys(others)) {
    const message = SNS_KEYS.includes(key)
      ? 'not supported yet: only phone_number is'
      : `unknown key: ${suggestion(key, SNS_KEYS)}`;
    faults.push(faultAt(source, [...at, key], message, 'key'));
  }
  if (phone_number === undefined) {
    if (Object.keys(others).length === 0) faults.push(faultAt(source, at, 'has no phone_number: write "+15550100"'));
    return [];
  }
  const sms = { to: phone_number, ...(send_resolved === undefined ? {} : { send_resolved }) };
  return [
    {
      fields: sms,
      index,
      place: (path) =>
        [...at, path[0] === 'to' ? 'phone_number' : path[0], ...path.slice(1)].filter((step) => step !== undefined),
    },
  ];
}

function entriesOf(source: Source, channel: Channel, receiver: Path, faults: Fault[]): readonly Entry[] {
  const at = [...receiver, channel.configKey];
  const written = records(valueAt(source.value, at));
  if (channel.configKey !== 'sms_configs') {
    return written.map(([index, fields]) => ({ fields, index, place: (path) => [...at, index, ...path] }));
  }
  const sms = written.flatMap(([index, fields]) => {
    if (Array.isArray(fields.to) && fields.to.length === 0) {
      faults.push(faultAt(source, [...at, index, 'to'], 'is empty: write ["+15550100"]'));
    }
    return smsEntries(fields, index, [...at, index]);
  });
  const sns = [...receiver, 'sns_configs'];
  return [
    ...sms,
    ...records(valueAt(source.value, sns)).flatMap(([index, fields]) =>
      snsEntry(source, fields, written.length + index, [...sns, index], faults),
    ),
  ];
}

/** The entry with what it takes over from `global`, as far as its channel knows the key. */
function withGlobal(source: Source, channel: Channel, fields: Fields): Fields {
  const known = knownKeys(channel.config);
  const chosen = EXCLUSIVE.some((key) => fields[key] !== undefined);
  const inherited: Record<string, unknown> = {};
  for (const [key, global] of Object.entries(INHERITED[channel.configKey] ?? {})) {
    const value = valueAt(source.value, ['global', global]);
    if (value === undefined || !known.includes(key) || (chosen && EXCLUSIVE.includes(key))) continue;
    // Both kinds of access in `global`: the app's counts, since only it can edit a message.
    if (key.startsWith('api_url') && (inherited.app_token ?? inherited.app_token_file) !== undefined) continue;
    inherited[key] = value;
  }
  return { ...inherited, ...fields };
}

function integrate(source: Source, channel: Channel, entry: Entry, faults: Fault[]): Integration | null {
  const { fields, index, place } = entry;
  const common = validate(Common, source, fields, place);
  if (!common.ok) {
    faults.push(...common.faults);
    return null;
  }
  const { send_resolved: _, ...rest } = fields;
  const knowsIt = knownKeys(channel.config).includes('send_resolved');
  const read = validate(channel.config, source, withGlobal(source, channel, knowsIt ? fields : rest), place);
  if (!read.ok) {
    faults.push(...read.faults);
    return null;
  }
  return {
    channel: channel.name,
    index,
    key: `${channel.name}-${hash(16, channel.identity(read.data))}`,
    to: channel.to(read.data),
    sendResolved: common.data.send_resolved ?? channel.sendResolvedByDefault,
    // Defaults that a schema leaves undefined are not JSON.
    settings: JSON.parse(JSON.stringify(read.data)) as Json,
  };
}

/** The same destination twice gets a number, so that each keeps a conversation of its own. */
function numbered(integrations: readonly Integration[]): readonly Integration[] {
  const seen = new Map<string, number>();
  return integrations.map((integration) => {
    const count = (seen.get(integration.key) ?? 0) + 1;
    seen.set(integration.key, count);
    return count === 1 ? integration : { ...integration, key: `${integration.key}-${count}` };
  });
}

/**
 * Every destination of one receiver, channel by channel, in the order of its lists.
 * @param receiver the receiver's path in the source
 * @throws {ConfigError} with all that is wrong in it
 */
export function readIntegrations(source: Source, receiver: Path, channels: readonly Channel[]): readonly Integration[] {
  const faults: Fault[] = [];
  const found = channels.flatMap((channel) =>
    entriesOf(source, channel, receiver, faults).flatMap((entry) => integrate(source, channel, entry, faults) ?? []),
  );
  if (found.length > MAX_INTEGRATIONS) {
    const message = `has ${found.length} destinations, more than ${MAX_INTEGRATIONS}: split it, with a second route`;
    faults.push(faultAt(source, receiver, message));
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return numbered(found);
}
