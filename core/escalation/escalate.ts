import type { Integration } from '../routing/receiver';
import type { EpochMs } from '../time';
import type { Person, Policy, Rule, Target } from './policy';

/** A page that a person's own rules ask for later, unless somebody takes the incident before. */
export type Reminder = {
  readonly at: EpochMs;
  readonly person: string;
  /** Contacts, as the person names them. */
  readonly by: readonly string[];
  readonly step: number;
  readonly cycle: number;
};

/** Where an episode stands in its policy. Steps and cycles count from 1. */
export type Escalation = {
  readonly step: number;
  readonly cycle: number;
  /** When the people of this step have had their time; null: nobody is left to ask. */
  readonly dueAt: EpochMs | null;
  /** Earliest first. */
  readonly reminders: readonly Reminder[];
};

export type Page = {
  readonly person: string;
  readonly integration: Integration;
  /** `escalated`: a later step or cycle than the first. */
  readonly kind: 'firing' | 'escalated' | 'reminder';
  readonly step: number;
  readonly cycle: number;
};

/** Who can be asked. `onCall` answers for the instant of asking: a shift may have changed since the last step. */
export type Duty = {
  readonly policy: Policy;
  readonly people: Readonly<Record<string, Person>>;
  readonly onCall: (schedule: string, at: EpochMs) => readonly string[];
};

/** `reason` is for people: timeline and replay print it. */
export type Escalated = {
  readonly reason: string;
  readonly next: Escalation;
  readonly pages: readonly Page[];
  /** Nobody is left: the last resort is to hear of it. */
  readonly isExhausted: boolean;
};

/** Pages the first step, whatever was before. @param severity of the worst of what fires */
export const begin = (duty: Duty, severity: string, now: EpochMs): Escalated =>
  pageFrom(duty, { step: 1, cycle: 1 }, [], severity, now);

/** Pages the step after this one; after the last the first again, as often as the policy says. */
export const advance = (
  duty: Duty,
  { step, cycle, reminders }: Escalation,
  severity: string,
  now: EpochMs,
): Escalated => pageFrom(duty, after({ step, cycle }, duty.policy), reminders, severity, now);

/** The personal pages that are due. */
export function remind(duty: Duty, escalation: Escalation, now: EpochMs): Pick<Escalated, 'next' | 'pages'> {
  const due = escalation.reminders.filter(({ at }) => at <= now);
  const reminders = escalation.reminders.filter(({ at }) => at > now);
  const pages = due.flatMap(({ person, by, step, cycle }) =>
    contactsOf(duty.people[person], by).map(
      (integration): Page => ({ person, integration, kind: 'reminder', step, cycle }),
    ),
  );
  return { next: { ...escalation, reminders }, pages: unique(pages) };
}

/** When something is due without anybody doing anything; null: nothing. */
export function escalationWakesAt({ dueAt, reminders }: Escalation): EpochMs | null {
  const instants = [...(dueAt === null ? [] : [dueAt]), ...reminders.map(({ at }) => at)];
  return instants.length === 0 ? null : Math.min(...instants);
}

type Place = { readonly step: number; readonly cycle: number };

const after = ({ step, cycle }: Place, { steps }: Policy): Place =>
  step < steps.length ? { step: step + 1, cycle } : { step: 1, cycle: cycle + 1 };

/** A step that finds nobody waits for nobody: the next is asked at once. */
function pageFrom(duty: Duty, from: Place, pending: readonly Reminder[], severity: string, now: EpochMs): Escalated {
  const { policy } = duty;
  const passed: string[] = [];
  for (let place = from; place.cycle <= policy.repeat + 1; place = after(place, policy)) {
    const step = policy.steps[place.step - 1];
    const people = step ? peopleOf(step.targets, duty, now) : [];
    const asked = people.map((person) => ({ person, rules: rulesOf(duty.people[person], severity) }));
    const reached = asked.filter(({ rules }) => rules.length > 0);
    if (!step || reached.length === 0) {
      passed.push(`step ${place.step} finds nobody`);
      continue;
    }
    const kind = place.step === 1 && place.cycle === 1 ? 'firing' : 'escalated';
    const pages = reached.flatMap(({ person, rules }) =>
      rules
        .filter(({ afterMs }) => afterMs === 0)
        .flatMap(({ by }) => contactsOf(duty.people[person], by))
        .map((integration): Page => ({ person, integration, kind, ...place })),
    );
    const later = reached.flatMap(({ person, rules }) =>
      rules
        .filter(({ afterMs }) => afterMs > 0)
        .map(({ afterMs, by }): Reminder => ({ at: now + afterMs, person, by, ...place })),
    );
    const next = { ...place, dueAt: now + step.escalateAfterMs, reminders: merged(pending, later) };
    const names = reached.map(({ person }) => duty.people[person]?.name ?? person).join(' and ');
    const round = place.cycle === 1 ? '' : `, round ${place.cycle}`;
    const reason = [...passed, `step ${place.step}${round}: ${names}`].join('; ');
    return { reason, next, pages: unique(pages), isExhausted: false };
  }
  const last = { step: policy.steps.length, cycle: policy.repeat + 1 };
  const reason = [...passed, `nobody is left in ${policy.name}`].join('; ');
  return { reason, next: { ...last, dueAt: null, reminders: pending }, pages: [], isExhausted: true };
}

/** Each once, in the order in which the step names them. */
function peopleOf(targets: readonly Target[], { onCall, people }: Duty, now: EpochMs): readonly string[] {
  const named = targets.flatMap((target) =>
    target.type === 'person' ? [target.person] : onCall(target.schedule, now),
  );
  return [...new Set(named)].filter((person) => people[person] !== undefined);
}

/** Only what leads to a contact: rules that reach nobody are none. */
function rulesOf(person: Person | undefined, severity: string): readonly Rule[] {
  if (!person) return [];
  const everything: Rule = { afterMs: 0, by: Object.keys(person.contacts) };
  const rules = person.rules[severity] ?? person.rules.default ?? [everything];
  return rules.filter(({ by }) => contactsOf(person, by).length > 0);
}

const contactsOf = (person: Person | undefined, by: readonly string[]): readonly Integration[] =>
  by.flatMap((contact) => person?.contacts[contact] ?? []);

/** One page for each destination. */
const unique = (pages: readonly Page[]): readonly Page[] =>
  [...new Map([...pages].reverse().map((page) => [page.integration.key, page])).values()].reverse();

/** Somebody who is asked again keeps what was planned before: otherwise a short step would put off a late call for ever. */
function merged(pending: readonly Reminder[], later: readonly Reminder[]): readonly Reminder[] {
  const key = ({ at, person, by }: Reminder): string => [at, person, ...by].join(' ');
  const all = new Map([...pending, ...later].map((reminder) => [key(reminder), reminder]));
  return [...all.values()].sort((a, b) => a.at - b.at);
}
