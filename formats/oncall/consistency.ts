import { CONTACT_KINDS } from '../../core/oncall/contact';
import { parseDuration } from '../alertmanager/duration';
import type { Path } from '../yaml/config-error';
import { nearest, suggestion } from '../yaml/nearest';

export type Finding = {
  readonly path: Path;
  readonly message: string;
  /** It works, but nobody should rely on it. */
  readonly isRisk?: true;
};

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(value) ? Object.entries(value) : [];
const keysOf = (value: unknown): readonly string[] => (isRecord(value) ? Object.keys(value) : []);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What severities are called; alerts may carry others. */
const SEVERITIES = ['critical', 'error', 'warning', 'info', 'default'];
const DEFAULT_ESCALATE_AFTER = '5m';

const undefinedName = (kind: string, name: string, known: readonly string[]): string =>
  `${kind} ${JSON.stringify(name)} is not defined: ${suggestion(name, known)}`;

function layerFaults(schedule: unknown, at: Path, people: readonly string[]): readonly Finding[] {
  const seen = new Set<string>();
  return listOf(isRecord(schedule) ? schedule.layers : null).flatMap((layer, place): readonly Finding[] => {
    if (!isRecord(layer)) return [];
    const path = [...at, 'layers', place];
    const unknown = listOf(layer.people).flatMap((person, index): readonly Finding[] =>
      typeof person !== 'string' || people.includes(person)
        ? []
        : [{ path: [...path, 'people', index], message: undefinedName('person', person, people) }],
    );
    const { name } = layer;
    if (typeof name !== 'string') return unknown;
    const twice = seen.has(name)
      ? [{ path: [...path, 'name'], message: `${JSON.stringify(name)} is there twice in this schedule` }]
      : [];
    seen.add(name);
    return [...unknown, ...twice];
  });
}

type Known = Readonly<Record<'schedule' | 'person', readonly string[]>>;

function targetFaults(target: unknown, path: Path, known: Known): readonly Finding[] {
  const [, kind, name = ''] = /^(schedule|person):(.+)$/.exec(typeof target === 'string' ? target : '') ?? [];
  if (kind !== 'schedule' && kind !== 'person') return []; // the schema says so
  return known[kind].includes(name) ? [] : [{ path, message: undefinedName(kind, name, known[kind]) }];
}

const durationIn = (value: unknown, otherwise: string | null): number | null => {
  const text = value === undefined ? otherwise : value;
  return typeof text === 'string' ? parseDuration(text) : null;
};

/** An acknowledgement that lapses before a step is over would page step 1 over and over and never reach the next. */
function timeoutFaults(policy: Fields, path: Path): readonly Finding[] {
  const timeout = durationIn(policy.ack_timeout, null);
  if (timeout === null) return [];
  for (const [at, step] of listOf(policy.steps).entries()) {
    const written = isRecord(step) ? step.escalate_after : undefined;
    const wait = durationIn(written, DEFAULT_ESCALATE_AFTER);
    if (wait === null || wait <= timeout) continue;
    const text = typeof written === 'string' ? written : DEFAULT_ESCALATE_AFTER;
    const message = `${String(policy.ack_timeout)} is shorter than step ${at + 1}, which waits ${text}: write at least ${text}`;
    return [{ path: [...path, 'ack_timeout'], message, isRisk: true }];
  }
  return [];
}

function policyFaults(policy: unknown, path: Path, known: Known): readonly Finding[] {
  if (!isRecord(policy)) return [];
  const targets = listOf(policy.steps).flatMap((step, at) =>
    listOf(isRecord(step) ? step.notify : null).flatMap((target, index) =>
      targetFaults(target, [...path, 'steps', at, 'notify', index], known),
    ),
  );
  return [...targets, ...timeoutFaults(policy, path)];
}

function personFaults(person: unknown, path: Path, contactsFile: string | null): readonly Finding[] {
  if (!isRecord(person)) return [];
  const contacts = keysOf(person.contacts);
  if (contactsFile !== null) {
    return contacts
      .filter((kind) => kind === 'sms' || kind === 'email')
      .map((kind) => ({
        path: [...path, 'contacts', kind],
        message: `belongs into ${contactsFile}, which contacts_file names`,
      }));
  }
  return entriesOf(person.notify).flatMap(([severity, rules]) =>
    listOf(rules).flatMap((rule, at) =>
      listOf(isRecord(rule) ? rule.by : null).flatMap((kind, index): readonly Finding[] => {
        const isKind = CONTACT_KINDS.some((one) => one === kind);
        if (!isKind || contacts.includes(String(kind))) return [];
        const message = `there is no ${String(kind)} among the contacts: ${suggestion(String(kind), contacts)}`;
        return [{ path: [...path, 'notify', severity, at, 'by', index], message }];
      }),
    ),
  );
}

/**
 * The rules that tie one part of an `oncall.yml` to another. It reads the raw value, so that one fault does not hide
 * another.
 * @param receivers those of `routing.yml`
 */
export function oncallFaults(file: unknown, receivers: readonly string[]): readonly Finding[] {
  if (!isRecord(file)) return [];
  const people = keysOf(file.people);
  const known: Known = { schedule: keysOf(file.schedules), person: people };
  const contactsFile = typeof file.contacts_file === 'string' ? file.contacts_file : null;
  const lastResort = isRecord(file.last_resort) ? file.last_resort.receiver : null;
  return [
    ...entriesOf(file.people).flatMap(([id, person]) => personFaults(person, ['people', id], contactsFile)),
    ...entriesOf(file.schedules).flatMap(([name, schedule]) => layerFaults(schedule, ['schedules', name], people)),
    ...entriesOf(file.escalation_policies).flatMap(([name, policy]) =>
      policyFaults(policy, ['escalation_policies', name], known),
    ),
    ...(typeof lastResort === 'string' && !receivers.includes(lastResort)
      ? [{ path: ['last_resort', 'receiver'], message: undefinedName('receiver', lastResort, receivers) }]
      : []),
  ];
}

/** What works and is hardly meant. */
export function oncallDoubts(file: unknown): readonly Finding[] {
  if (!isRecord(file)) return [];
  const people = entriesOf(file.people).flatMap(([id, person]): readonly Finding[] => {
    if (!isRecord(person)) return [];
    const unreachable = file.contacts_file === undefined && keysOf(person.contacts).length === 0;
    const severities = keysOf(person.notify).flatMap((severity): readonly Finding[] => {
      const meant = SEVERITIES.includes(severity) ? null : nearest(severity, SEVERITIES);
      const message = `no severity of ours: did you mean "${meant}"?`;
      return meant === null ? [] : [{ path: ['people', id, 'notify', severity], message }];
    });
    const none = { path: ['people', id], message: 'has no contacts: no page reaches this person' };
    return unreachable ? [none, ...severities] : severities;
  });
  const hasPolicies = keysOf(file.escalation_policies).length > 0;
  if (file.last_resort !== undefined || !hasPolicies) return people;
  const message =
    'there is no last_resort: when a policy is exhausted or finds nobody, nobody is told; write last_resort: { receiver: NAME }';
  return [...people, { path: [], message }];
}
