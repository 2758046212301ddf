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
  /** Pages of this step, and reminders since, that were not given up. */
  readonly asked: readonly Asked[];
  /** Destinations of this step where a page was given up. */
  readonly spent: readonly string[];
};

/** A page that was wanted; `key` is its destination's. */
export type Asked = { readonly person: string; readonly key: string };

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
  const next = { ...escalation, reminders, asked: [...escalation.asked, ...pages.map(askedBy)] };
  return { next, pages: unique(pages) };
}

/**
 * What follows when pages were given up: the person's next contact, and the next step once nobody of this one was reached.
 * @param isGivenUp of a destination's key
 * @returns null when none was
 */
export function failOver(
  duty: Duty,
  escalation: Escalation,
  isGivenUp: (key: string) => boolean,
  severity: string,
  now: EpochMs,
): Escalated | null {
  const lost = escalation.asked.filter(({ key }) => isGivenUp(key));
  if (lost.length === 0) return null;
  const left = escalation.asked.filter(({ key }) => !isGivenUp(key));
  const spent = [...new Set([...escalation.spent, ...lost.map(({ key }) => key)])];
  const used = new Set([...spent, ...left.map(({ key }) => key)]);
  const people = [...new Set(lost.map(({ person }) => person))];
  const { step, cycle } = escalation;
  const kind = step === 1 && cycle === 1 ? 'firing' : 'escalated';
  const pages = people.flatMap((person) =>
    nextContacts(duty.people[person], escalation.reminders, used).map(
      (integration): Page => ({ person, integration, kind, step, cycle }),
    ),
  );
  const failed = `not delivered to ${people.map((person) => duty.people[person]?.name ?? person).join(' and ')}`;
  if (pages.length === 0 && left.length === 0) {
    const further = advance(duty, escalation, severity, now);
    return { ...further, reason: `${failed}; ${further.reason}` };
  }
  const asked = [...left, ...pages.map(askedBy)];
  const by = pages.map(({ integration }) => integration.channel).join(' and ');
  const reason = by === '' ? failed : `${failed}: now by ${by}`;
  return { reason, next: { ...escalation, asked, spent }, pages: unique(pages), isExhausted: false };
}

/** What the person's rules would use next, else the first contact that was not tried. */
function nextContacts(
  person: Person | undefined,
  reminders: readonly Reminder[],
  used: ReadonlySet<string>,
): readonly Integration[] {
  if (!person) return [];
  const isUnused = ({ key }: Integration): boolean => !used.has(key);
  const planned = reminders
    .filter((reminder) => reminder.person === person.id)
    .map(({ by }) => contactsOf(person, by).filter(isUnused))
    .find((contacts) => contacts.length > 0);
  return planned ?? Object.values(person.contacts).filter(isUnused).slice(0, 1);
}

const askedBy = ({ person, integration }: Page): Asked => ({ person, key: integration.key });

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
    const next: Escalation = {
      ...place,
      dueAt: now + step.escalateAfterMs,
      reminders: merged(pending, later),
      asked: unique(pages).map(askedBy),
      spent: [],
    };
    const names = reached.map(({ person }) => duty.people[person]?.name ?? person).join(' and ');
    const round = place.cycle === 1 ? '' : `, round ${place.cycle}`;
    const reason = [...passed, `step ${place.step}${round}: ${names}`].join('; ');
    return { reason, next, pages: unique(pages), isExhausted: false };
  }
  const last = { step: policy.steps.length, cycle: policy.repeat + 1 };
  const reason = [...passed, `nobody is left in ${policy.name}`].join('; ');
  return {
    reason,
    next: { ...last, dueAt: null, reminders: pending, asked: [], spent: [] },
    pages: [],
    isExhausted: true,
  };
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
