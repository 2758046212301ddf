import { hash } from '../../core/hash';
import type { Shift } from '../../core/oncall/on-call';
import type { CalendarEvent } from './calendar';

/** How people are called. */
type NameOf = (person: string) => string;

const because = ({ layer, override }: Shift): string =>
  [layer === null ? '' : `Layer: ${layer}`, override === null ? '' : `Override: ${override}`]
    .filter(Boolean)
    .join('\n');

/**
 * An event for each person of each shift; a gap is none. An event is known by its schedule, its beginning and its
 * person: a shift that gets shorter is the same event, one that goes to somebody else is not.
 * @param shifts with the ends that they have: one that is cut off by a range would be another one in the next range
 */
export const shiftEvents = (schedule: string, shifts: readonly Shift[], nameOf: NameOf): readonly CalendarEvent[] =>
  shifts.flatMap((shift) =>
    shift.people.map((person) => ({
      uid: `${hash(32, 'shift', schedule, String(shift.from), person)}@tocsin`,
      from: shift.from,
      to: shift.to,
      summary: `On call: ${nameOf(person)} (${schedule})`,
      description: because(shift),
    })),
  );

/** The shifts of one person. */
export const ofPerson = (shifts: readonly Shift[], person: string): readonly Shift[] =>
  shifts.filter(({ people }) => people.includes(person)).map((shift) => ({ ...shift, people: [person] }));
