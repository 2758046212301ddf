import type { EpochMs } from '../time';

/** A change to a schedule, decided while it runs. Neither `person` nor `replaces`: there is no such override. */
export type Override = {
  readonly id: string;
  readonly schedule: string;
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
  /** Who takes over; null: `replaces` is taken off. */
  readonly person: string | null;
  /** Whose turns; null: `person` is on call in addition. */
  readonly replaces: string | null;
  readonly createdBy: string;
  readonly comment: string;
};

const overlap = (a: Override, b: Override): boolean => a.from < b.to && b.from < a.to;
const peopleOf = ({ person, replaces }: Override): readonly string[] =>
  [person, replaces].filter((one) => one !== null);

/**
 * The first override that cannot hold beside this one: at the same time, on the same schedule, about the same person.
 * Without such pairs the order of overrides does not matter.
 */
export function conflictOf(wanted: Override, existing: readonly Override[]): Override | null {
  const concerns = peopleOf(wanted);
  const clashes = (other: Override) =>
    other.id !== wanted.id &&
    other.schedule === wanted.schedule &&
    overlap(other, wanted) &&
    peopleOf(other).some((person) => concerns.includes(person));
  return existing.find(clashes) ?? null;
}

/** What makes it no override at all, in words; null when it is one. */
export function faultOf({ from, to, person, replaces }: Override): string | null {
  if (person === null && replaces === null) return 'name a person, whom it replaces, or both';
  if (person === replaces) return `${person} cannot replace themselves`;
  return from < to ? null : 'ends before it begins';
}
