import { advance, begin, type Escalated, type Escalation, failOver, remind } from '../escalation/escalate';
import type { EpochMs } from '../time';
import type { Group, Header } from './group';
import { type Found, isWorse, worse } from './situation';
import { announced, conversationOf, lastResortWanted, pagesWanted, type Want } from './wants';

/** Where an episode goes from here: what changes in its header, and who is to hear of it. */
export type Course = {
  readonly reason: string;
  readonly change: Pick<Header, 'state' | 'severity' | 'escalation' | 'acknowledgement' | 'held'>;
  readonly wants: readonly Want[];
};

type Part = Course['change'];

/** An episode begins: whoever the first step names is paged. */
export const opened = (group: Group, found: Found): Course => triggered(group, found, null, 'opened');

/** The first step is paged, again if it was before. */
export function triggered(group: Group, found: Found, severity: string | null, reason: string): Course {
  const fresh: Part = {
    state: 'triggered',
    severity: worse(severity, found.severity),
    escalation: null,
    acknowledgement: null,
    held: null,
  };
  if (!group.duty) return { reason, change: fresh, wants: [] };
  return escalated(group, found, fresh, begin(group.duty, fresh.severity ?? '', found.at), reason);
}

/** An episode that was over for a moment goes on where it was: nobody is paged again, unless it is worse. */
export function reopened(group: Group, found: Found): Course {
  const { severity, escalation, acknowledgement } = group.header;
  if (isWorse(found.severity, severity))
    return triggered(group, found, severity, 'again within flap_window, and worse');
  const waits = group.duty?.policy.steps[(escalation?.step ?? 1) - 1]?.escalateAfterMs ?? 0;
  const resumed = escalation && {
    ...escalation,
    dueAt: acknowledgement || escalation.dueAt === null ? escalation.dueAt : found.at + waits,
  };
  const state = acknowledgement ? 'acknowledged' : 'triggered';
  const change: Part = { state, severity, escalation: resumed, acknowledgement, held: null };
  return { reason: 'again within flap_window: reopened, nobody is paged again', change, wants: [] };
}

/** What time and news bring an open episode, while something fires unmuted. */
export function onwards(group: Group, found: Found): Course | null {
  const { header, duty } = group;
  const { state, severity, acknowledgement } = header;
  const { at } = found;
  if (state === 'muted') return unmuted(group, found);
  if (isWorse(found.severity, severity)) {
    return triggered(group, found, severity, `worse: ${found.severity}`);
  }
  if (state === 'acknowledged') {
    if (!acknowledgement || acknowledgement.until === null || at < acknowledgement.until) return null;
    const who = acknowledgement.by.join(' and ');
    return givenBack(group, found, `the acknowledgement of ${who} lapsed`);
  }
  if (state !== 'triggered' || !duty || !header.escalation) return null;
  return pursued(group, found, header.escalation);
}

/** Nobody has it any more: everybody who was told hears of it, and the first step is paged. */
export function givenBack(group: Group, found: Found, reason: string): Course {
  const course = triggered(group, found, group.header.severity, reason);
  return { ...course, wants: [...course.wants, ...announced(group, found, 'unacknowledged', reason)] };
}

/** The next step, whoever has it now. */
export function pushedOn(group: Group, found: Found, reason: string): Course | null {
  const { duty, header } = group;
  if (!duty || !header.escalation) return null;
  const change: Part = { ...partOf(header), state: 'triggered', acknowledgement: null };
  return escalated(group, found, change, advance(duty, header.escalation, header.severity ?? '', found.at), reason);
}

/** The parts of a header that an episode's course decides. */
export const partOf = ({ state, severity, escalation, acknowledgement, held }: Header): Part => ({
  state,
  severity,
  escalation,
  acknowledgement,
  held,
});

function unmuted(group: Group, found: Found): Course {
  const { header } = group;
  const { acknowledgement, severity } = header;
  const stands = acknowledgement !== null && (acknowledgement.until === null || found.at < acknowledgement.until);
  if (!stands || isWorse(found.severity, severity)) return triggered(group, found, severity, 'not muted any more');
  const change: Part = { ...partOf(header), state: 'acknowledged' };
  return { reason: `not muted any more; ${acknowledgement.by.join(' and ')} has it`, change, wants: [] };
}

/** Steps and reminders that are due, and pages that failed. */
function pursued(group: Group, found: Found, escalation: Escalation): Course | null {
  const { header, duty } = group;
  if (!duty) return null;
  const { at } = found;
  const severity = header.severity ?? '';
  if (escalation.dueAt !== null && escalation.dueAt <= at) {
    const why = `step ${escalation.step} unanswered`;
    return escalated(group, found, partOf(header), advance(duty, escalation, severity, at), why);
  }
  const isGivenUp = (key: string): boolean => group.conversations[key]?.isFailed === true;
  const failed = failOver(duty, escalation, isGivenUp, severity, at);
  if (failed) return escalated(group, found, partOf(header), failed, '');
  const { next, pages } = remind(duty, escalation, at);
  if (next.reminders.length === escalation.reminders.length) return null;
  const people = [...new Set(pages.map(({ person }) => duty.people[person]?.name ?? person))].join(' and ');
  const reason = `not acknowledged: ${people} reminded`;
  return { reason, change: { ...partOf(header), escalation: next }, wants: pagesWanted(group, found, pages, reason) };
}

function escalated(
  group: Group,
  found: Found,
  change: Part,
  { reason, next, pages, isExhausted }: Escalated,
  why: string,
): Course {
  const said = [why, reason].filter((text) => text !== '').join('; ');
  const resort = isExhausted ? lastResortWanted(group, found, said) : [];
  const whole = isExhausted && resort.length === 0 ? `${said}, and there is no last resort` : said;
  const wants = [...pagesWanted(group, found, pages, whole), ...resort];
  return { reason: whole, change: { ...change, escalation: next }, wants };
}

/** Everything unmuted is over or muted: the clock stops, and starts anew when something is unmuted. */
export const stopped = (header: Header): Part => ({
  ...partOf(header),
  state: 'muted',
  escalation: header.escalation && { ...header.escalation, dueAt: null, reminders: [] },
});

/** When the policy acts without anything else happening; null: it does not. */
export function courseWakesAt({ state, escalation, acknowledgement, held }: Part): EpochMs | null {
  if (state === 'acknowledged') return acknowledgement?.until ?? null;
  if (state === 'held') return held?.until ?? null;
  if (state !== 'triggered' || !escalation) return null;
  const instants = [
    ...(escalation.dueAt === null ? [] : [escalation.dueAt]),
    ...escalation.reminders.map(({ at }) => at),
  ];
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Has a page of this step been given up, so that somebody else must be asked? */
export const hasLostPage = (group: Group): boolean =>
  group.header.state === 'triggered' &&
  (group.header.escalation?.asked ?? []).some(({ key }) => conversationOf(group, { key }).isFailed);
