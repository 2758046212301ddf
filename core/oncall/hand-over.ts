import { DAY_MS, type EpochMs } from '../time';
import { shown } from '../zone/show';
import { zoneOf } from '../zone/zone';
import { onCall, type Shift, shifts } from './on-call';
import type { Override } from './override';
import type { Schedule } from './schedule';

/** One set of people hands over to another; nobody at all where there is a gap. */
export type HandOver = {
  readonly schedule: string;
  readonly at: EpochMs;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** When those who take over hand on; null: never. */
  readonly until: EpochMs | null;
};

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((person) => b.includes(person));

/** Every change of people with `from < at <= to`; a turn that goes to the same people is none. */
export function handOvers(
  schedule: Schedule,
  overrides: readonly Override[],
  from: EpochMs,
  to: EpochMs,
): readonly HandOver[] {
  if (from >= to) return [];
  const found = shifts(schedule, overrides, from, to + 1);
  return found.slice(1).flatMap((shift, at): readonly HandOver[] => {
    const before: Shift | undefined = found[at];
    if (!before || isSame(before.people, shift.people)) return [];
    const until = onCall(schedule, overrides, shift.from).until;
    return [{ schedule: schedule.name, at: shift.from, from: before.people, to: shift.people, until }];
  });
}

/** How people are called. */
type NameOf = (person: string) => string;

const namesOf = (people: readonly string[], nameOf: NameOf): string =>
  people.length === 0 ? 'nobody' : people.map(nameOf).join(' and ');

/** `primary: Ben Okafor is on call until Mon 2026-01-19 09:00 (Europe/Paris), after Ada Lindqvist.` */
export function handOverText({ schedule, from, to, until }: HandOver, timezone: string, nameOf: NameOf): string {
  const end = until === null ? '' : ` until ${shown(zoneOf(timezone), until)} (${timezone})`;
  const before = from.length === 0 ? ', after nobody' : `, after ${namesOf(from, nameOf)}`;
  if (to.length === 0) return `${schedule}: nobody is on call${end}${before}.`;
  return `${schedule}: ${namesOf(to, nameOf)} ${to.length === 1 ? 'is' : 'are'} on call${end}${before}.`;
}

/** A day before, so that there is time to find somebody else. */
export const REMIND_BEFORE_MS = DAY_MS;

/** Whoever is to be reminded at an instant's passing: hand-overs with `from < at - a day <= to`, to people who are not on call already. */
export const reminders = (
  schedule: Schedule,
  overrides: readonly Override[],
  from: EpochMs,
  to: EpochMs,
): readonly HandOver[] =>
  handOvers(schedule, overrides, from + REMIND_BEFORE_MS, to + REMIND_BEFORE_MS)
    .map((change) => ({ ...change, to: change.to.filter((person) => !change.from.includes(person)) }))
    .filter((change) => change.to.length > 0);

/** What the next person is told, on their own clock. */
export function reminderText({ schedule, at, until }: HandOver, timezone: string): string {
  const zone = zoneOf(timezone);
  const end = until === null ? '' : ` until ${shown(zone, until)}`;
  return `You are on call for ${schedule} from ${shown(zone, at)}${end} (${timezone}).`;
}
