import type { EpochMs } from '../time';
import { common } from './gaps';
import type { Shift } from './on-call';
import { joined } from './turns';

/** One person with more than one shift. */
export type Double = {
  readonly person: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Names of the schedules at once, or the layers one after the other. */
  readonly of: readonly string[];
  /** `at once`: on two schedules; `in a row`: the next shift begins as one ends, by another layer's turn. */
  readonly kind: 'at once' | 'in a row';
};

type ByName = Readonly<Record<string, readonly Shift[]>>;

const peopleIn = (shifts: ByName): readonly string[] => [
  ...new Set(Object.values(shifts).flatMap((list) => list.flatMap(({ people }) => people))),
];

/** When somebody is on call on two schedules: if both go off, one of them waits. */
function atOnce(shifts: ByName): readonly Double[] {
  const names = Object.keys(shifts);
  return peopleIn(shifts).flatMap((person) => {
    const spans = names.map((name) => joined((shifts[name] ?? []).filter(({ people }) => people.includes(person))));
    return spans.flatMap((some, at) =>
      spans.slice(at + 1).flatMap((others, index) => {
        const of = [names[at] ?? '', names[at + 1 + index] ?? ''];
        return common(some, others).map((span): Double => ({ ...span, person, of, kind: 'at once' }));
      }),
    );
  });
}

/** When one layer hands over to another and the person stays: a day that goes on into a night. */
function inARow(shifts: readonly Shift[]): readonly Double[] {
  return shifts.flatMap((shift, at) => {
    const next = shifts[at + 1];
    if (!next || next.layer === shift.layer || shift.layer === null || next.layer === null) return [];
    return shift.people
      .filter((person) => next.people.includes(person))
      .map((person): Double => {
        const of = [shift.layer ?? '', next.layer ?? ''];
        return { person, from: shift.from, to: next.to, of, kind: 'in a row' };
      });
  });
}

/**
 * Where people have two shifts at once or one after the other, earliest first.
 * @param shifts of each schedule, over one range
 */
export const doubleShifts = (shifts: ByName): readonly Double[] =>
  [...atOnce(shifts), ...Object.values(shifts).flatMap(inARow)].sort((a, b) => a.from - b.from);
