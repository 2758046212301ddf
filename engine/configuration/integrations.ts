import * as z from 'zod';
import { globals, withGlobals } from '../../channels';
import type { Channel } from '../../channels/channel';
import { hash } from '../../core/hash';
import type { Json } from '../../core/json';
import type { Integration } from '../../core/routing/receiver';
import { withoutTemplateDefaults } from '../../formats/alertmanager/template-default';
import { ConfigError, type Fault, type Path } from '../../formats/yaml/config-error';
import { faultAt, type Source, valueAt } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';

/** More destinations than this in one receiver cannot be written in one transaction. */
const MAX_INTEGRATIONS = 50;

type Fields = Readonly<Record<string, Json>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What every entry can say. */
const Common = z.object({ send_resolved: z.boolean().optional() });

/** The destinations of one entry: most name one, a list of phone numbers is one each; they share the entry's place. */
export function integrate(channel: Channel, config: unknown, index: number): readonly Integration[] {
  const each = channel.each?.(config) ?? [config];
  return each.map((one) => ({
    channel: channel.name,
    index,
    key: `${channel.name}-${hash(16, channel.identity(one))}`,
    to: channel.to(one),
    sendResolved: Common.parse(one).send_resolved ?? channel.sendResolvedByDefault,
    hears: channel.hears,
    // A key that a schema leaves undefined is no JSON.
    settings: JSON.parse(JSON.stringify(one)) as Json,
  }));
}

/** Where a path of an entry stands: in the entry, or in `global`, from which it took the value over. */
function placeOf(channel: Channel, entry: Fields, global: Fields, at: Path): (path: Path) => Path {
  const taken = new Map(
    Object.entries(globals[channel.name] ?? {}).flatMap(([from, to]) =>
      entry[to] === undefined && global[from] !== undefined ? [[to, from] as const] : [],
    ),
  );
  return (path) => {
    const [key, ...rest] = path;
    const from = taken.get(String(key));
    return from === undefined ? [...at, ...path] : ['global', from, ...rest];
  };
}

function readChannel(source: Source, channel: Channel, receiver: Path, faults: Fault[]): readonly Integration[] {
  const written = valueAt(source.value, ['global']);
  const global = isFields(written) ? written : {};
  let before = 0;
  return [channel.configKey, ...(channel.alsoUnder ?? [])].flatMap((kind) => {
    const entries = valueAt(source.value, [...receiver, kind]);
    const list: readonly unknown[] = Array.isArray(entries) ? entries : [];
    const first = before;
    before += list.length;
    return list.flatMap((entry, at) => {
      if (!isFields(entry)) return []; // the file's own schema says so
      const worded = withoutTemplateDefaults(kind.replace(/_configs$/, ''), entry);
      const place = placeOf(channel, entry, global, [...receiver, kind, at]);
      const read = validate(channel.config, source, withGlobals(channel.name, worded, global), place);
      if (read.ok) return integrate(channel, read.data, first + at);
      faults.push(...read.faults);
      return [];
    });
  });
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
  const found = channels.flatMap((channel) => readChannel(source, channel, receiver, faults));
  if (found.length > MAX_INTEGRATIONS) {
    const message = `has ${found.length} destinations, more than ${MAX_INTEGRATIONS}: split it, with a second route`;
    faults.push(faultAt(source, receiver, message));
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return numbered(found);
}
