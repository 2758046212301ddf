import type { Channel } from '../../channels/channel';
import type { Person, Policy, Step } from '../../core/escalation/policy';
import { isRecord, type Json } from '../../core/json';
import { DEFAULT_FLAP_WINDOW_MS, NO_ONCALL, type Oncall } from '../../core/oncall/oncall';
import type { ActiveSpan, Schedule, Weekday } from '../../core/oncall/schedule';
import type { Receiver } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';
import { oncallDoubts, oncallFaults } from '../../formats/oncall/consistency';
import { DEFAULT_ESCALATE_AFTER_MS, OncallFile } from '../../formats/oncall/oncall';
import { ConfigError, type Fault } from '../../formats/yaml/config-error';
import { faultAt, fromValue, readYaml, type Source, valueAt } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';
import type { ConfigFile } from './compile';
import { readContacts, rulesOf } from './contacts';
import { uncovered } from './coverage';

export const ONCALL = 'oncall.yml';
const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const MIDNIGHT = 24 * 60;

type ReadOf<Section extends 'people' | 'schedules' | 'escalation_policies'> = OncallFile[Section][string];

const mapValues = <In, Out>(record: Readonly<Record<string, In>>, to: (value: In, name: string) => Out) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value, name)]));

function scheduleOf({ timezone, layers }: ReadOf<'schedules'>, name: string): Schedule {
  return {
    name,
    timezone,
    layers: layers.map((layer, at) => ({
      name: layer.name ?? `layer ${at + 1}`,
      rotation: layer.rotation,
      every: layer.every,
      handoff: layer.handoff,
      people: layer.people,
      active:
        layer.active?.map(
          ({ days, from, to }): ActiveSpan => ({
            days: days ?? EVERY_DAY,
            fromMinute: from ?? 0,
            toMinute: to ?? MIDNIGHT,
          }),
        ) ?? null,
    })),
  };
}

function policyOf({ steps, repeat, ack_timeout }: ReadOf<'escalation_policies'>, name: string): Policy {
  return {
    name,
    steps: steps.map(
      ({ notify, escalate_after }): Step => ({
        targets: notify,
        escalateAfterMs: escalate_after ?? DEFAULT_ESCALATE_AFTER_MS,
      }),
    ),
    repeat,
    ackTimeoutMs: ack_timeout ?? null,
  };
}

/** What the file needs of the rest of the folder. */
export type Around = {
  readonly channels: readonly Channel[];
  /** `global` of `routing.yml`, as it is written. */
  readonly global: unknown;
  readonly receivers: readonly Receiver[];
  /** Nobody is sent anything: what is risky may be tried, and what only sending needs may be missing. */
  readonly isRehearsal: boolean;
};

type Read = { readonly file: OncallFile; readonly source: Source; readonly around: Around };

/** What only sending needs. */
const REHEARSAL_GLOBALS = { smtp_from: 'tocsin@example.com', slack_app_token_file: 'ssm:/rehearsal' };

/** A contact that cannot be used is a doubt; a person who has none left is a fault. */
function readPeople(
  { file, source, around }: Read,
  faults: Fault[],
  warnings: Fault[],
): Readonly<Record<string, Person>> {
  const { channels, global, isRehearsal } = around;
  const isOutside = file.contacts_file !== undefined;
  const globals = isRecord(global as Json) ? (global as Readonly<Record<string, Json>>) : {};
  return mapValues(file.people, (person, id): Person => {
    const { contacts, unusable } = readContacts(id, person, {
      channels,
      global: isRehearsal ? { ...REHEARSAL_GLOBALS, ...globals } : globals,
      isOutside,
    });
    const told = Object.keys(contacts).length > 0 ? warnings : faults;
    for (const { kind, why } of unusable) told.push(faultAt(source, ['people', id, 'contacts', kind], why));
    return { id, name: person.name ?? id, timezone: person.timezone ?? 'UTC', contacts, rules: rulesOf(person) };
  });
}

/** The last resort must tell somebody by itself: a policy that is exhausted would lead there, and it back. */
function lastResortFaults(source: Source, lastResort: string | null, receivers: readonly Receiver[]): readonly Fault[] {
  const receiver = receivers.find(({ name }) => name === lastResort);
  if (!receiver) return []; // one that is not defined is told with the others
  const path = ['last_resort', 'receiver'];
  const [policy] = receiver.policies;
  if (policy !== undefined) {
    const message = `${receiver.name} has escalation policy ${JSON.stringify(policy)}, which leads back here when it is exhausted: name a receiver without escalation_configs`;
    return [faultAt(source, path, message)];
  }
  if (receiver.integrations.length > 0) return [];
  return [faultAt(source, path, `${receiver.name} has no destination, so nobody would be told: name another receiver`)];
}

export type CompiledOncall = {
  readonly oncall: Oncall;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
};

/**
 * The file with the place of everything in it; an empty one says as much as none.
 * @throws {ConfigError} where it is no YAML
 */
export function oncallSource(file: ConfigFile | undefined): Source {
  if (!file) return fromValue(ONCALL, {});
  const source = 'text' in file ? readYaml(file.name, file.text) : fromValue(file.name, file.value);
  return source.value === null || source.value === undefined ? fromValue(file.name, {}) : source;
}

/** The names of the policies, right or wrong. */
export const policyNames = (source: Source): readonly string[] =>
  Object.keys(Object(valueAt(source.value, ['escalation_policies'])) as object);

/** Everything of an `oncall.yml` that does not need the routes. @param source null where it cannot be read */
export function readOncall(source: Source | null, around: Around): CompiledOncall {
  if (!source) return { oncall: NO_ONCALL, faults: [], warnings: [] };
  const { receivers } = around;
  const names = receivers.map(({ name }) => name);
  const placed = ({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }) =>
    faultAt(source, path, message);
  const read = validate(OncallFile, source);
  const found = oncallFaults(source.value, names);
  const isDoubt = ({ isRisk }: (typeof found)[number]): boolean => around.isRehearsal && isRisk === true;
  const faults = [...(read.ok ? [] : read.faults), ...found.filter((finding) => !isDoubt(finding)).map(placed)];
  const warnings = [...oncallDoubts(source.value), ...found.filter(isDoubt)].map(placed);
  if (!read.ok) return { oncall: NO_ONCALL, faults, warnings };
  const file = read.data;
  const oncall: Oncall = {
    people: readPeople({ file, source, around }, faults, warnings),
    schedules: mapValues(file.schedules, scheduleOf),
    policies: mapValues(file.escalation_policies, policyOf),
    lastResort: file.last_resort?.receiver ?? null,
    flapWindowMs: file.flap_window ?? DEFAULT_FLAP_WINDOW_MS,
    contactsFile: file.contacts_file === undefined ? null : { $secret: file.contacts_file },
  };
  faults.push(...lastResortFaults(source, oncall.lastResort, receivers));
  return { oncall, faults, warnings };
}

/**
 * Steps that at some time page nobody.
 * @throws {ConfigError} where a critical alert can come to one, unless it is only rehearsed
 */
export function oncallGaps(
  source: Source | null,
  oncall: Oncall,
  route: Route,
  receivers: Readonly<Record<string, Receiver>>,
  isRehearsal: boolean,
): readonly Fault[] {
  if (!source) return [];
  const found = uncovered(oncall, route, receivers).map(({ path, message, isCritical }) => ({
    fault: faultAt(source, path, message, 'key'),
    isCritical,
  }));
  const faults = found.filter(({ isCritical }) => isCritical).map(({ fault }) => fault);
  if (faults.length > 0 && !isRehearsal) throw new ConfigError(faults);
  return found.map(({ fault }) => fault);
}
