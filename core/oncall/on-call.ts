import type { EpochMs } from '../time';
import type { Override } from './override';
import type { Schedule } from './schedule';
import { type Stretch, type Timeline, timelineOf } from './timeline';
import { personOf } from './turns';

/** Who is on call; nobody in a gap. */
export type OnCall = {
  /** The rotation's person first, then who is in addition. */
  readonly people: readonly string[];
  /** The layer that counts; null where none is active. */
  readonly layer: string | null;
  /** The override that changed it, several with commas; null: as scheduled. */
  readonly override: string | null;
  /** Since when it is so; null: always. */
  readonly since: EpochMs | null;
  /** When the next change is; null: never. */
  readonly until: EpochMs | null;
};

/** Who is on call from one instant to the next change; `people` is empty in a gap. */
export type Shift = Pick<OnCall, 'people' | 'layer' | 'override'> & {
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
};

type Situation = Stretch & Pick<OnCall, 'people' | 'override'>;

/** Overrides that do not concern whoever is on call leave no trace: taking off Bob while Alice is on call changes nothing. */
function withOverrides(stretch: Stretch, active: readonly Override[]): Pick<Situation, 'people' | 'override'> {
  const scheduled = stretch.layer ? personOf(stretch.layer, stretch.turn) : undefined;
  const people = scheduled === undefined ? [] : [scheduled];
  const applied: string[] = [];
  for (const { id, person, replaces } of active) {
    if (replaces === null) continue;
    const at = people.indexOf(replaces);
    if (at < 0) continue;
    people.splice(at, 1, ...(person === null || people.includes(person) ? [] : [person]));
    applied.push(id);
  }
  for (const { id, person, replaces } of active) {
    if (replaces !== null || person === null || people.includes(person)) continue;
    people.push(person);
    applied.push(id);
  }
  return { people, override: applied.length > 0 ? applied.join(', ') : null };
}

const inOrder = (a: Override, b: Override): number => a.from - b.from || (a.id < b.id ? -1 : 1);

/** What counts from the last change of schedule or overrides before an instant to the next one after it. */
function situationAt(timeline: Timeline, overrides: readonly Override[], instant: EpochMs): Situation {
  const stretch = timeline.stretchAt(instant);
  let { from, to } = stretch;
  const active: Override[] = [];
  for (const override of overrides) {
    for (const edge of [override.from, override.to]) {
      if (edge <= instant && (from === null || edge > from)) from = edge;
      if (edge > instant && (to === null || edge < to)) to = edge;
    }
    if (override.from <= instant && instant < override.to) active.push(override);
  }
  return { ...stretch, from, to, ...withOverrides(stretch, active) };
}

const isSame = (a: Situation, b: Situation): boolean =>
  a.layer === b.layer && a.turn === b.turn && a.override === b.override;

/** @returns those of the schedule, in a fixed order, so that there is one outcome even where two of them conflict */
const ofSchedule = ({ name }: Schedule, overrides: readonly Override[]): readonly Override[] =>
  overrides.filter(({ schedule }) => schedule === name).sort(inOrder);

/** The end (or the beginning) of what counts, over edges of overrides that change nothing. */
function reach(
  timeline: Timeline,
  overrides: readonly Override[],
  start: Situation,
  direction: 1 | -1,
): EpochMs | null {
  let edge = direction === 1 ? start.to : start.from;
  while (edge !== null) {
    const beside = situationAt(timeline, overrides, direction === 1 ? edge : edge - 1);
    if (!isSame(beside, start)) break;
    edge = direction === 1 ? beside.to : beside.from;
  }
  return edge;
}

/** The way without overrides, which is nearly always taken. */
function asScheduled({ from, to, layer, turn }: Stretch): OnCall {
  const person = layer ? personOf(layer, turn) : undefined;
  const people = person === undefined ? [] : [person];
  return { people, layer: layer?.name ?? null, override: null, since: from, until: to };
}

/**
 * Who is on call at an instant.
 * @param overrides of any schedule; those of this one count
 */
export function onCall(schedule: Schedule, overrides: readonly Override[], instant: EpochMs): OnCall {
  const timeline = timelineOf(schedule);
  const own = overrides.length > 0 ? ofSchedule(schedule, overrides) : overrides;
  if (own.length === 0) return asScheduled(timeline.stretchAt(instant));
  const situation = situationAt(timeline, own, instant);
  return {
    people: situation.people,
    layer: situation.layer?.name ?? null,
    override: situation.override,
    since: reach(timeline, own, situation, -1),
    until: reach(timeline, own, situation, 1),
  };
}

/** All shifts between two instants, gaps included: they follow each other without a break and add up to the range. */
export function shifts(
  schedule: Schedule,
  overrides: readonly Override[],
  from: EpochMs,
  to: EpochMs,
): readonly Shift[] {
  const timeline = timelineOf(schedule);
  const own = ofSchedule(schedule, overrides).filter((override) => override.from < to && override.to > from);
  const found: Shift[] = [];
  let last: Situation | null = null;
  for (let at = from; at < to; ) {
    const situation = situationAt(timeline, own, at);
    const end = Math.min(situation.to ?? to, to);
    const before = found.at(-1);
    if (last && before && isSame(last, situation)) {
      found[found.length - 1] = { ...before, to: end };
    } else {
      const { people, layer, override } = situation;
      found.push({ from: at, to: end, people, layer: layer?.name ?? null, override });
    }
    last = situation;
    at = end;
  }
  return found;
}

/** The shifts that touch a range, from their real beginning to their real end. */
export function wholeShifts(
  schedule: Schedule,
  overrides: readonly Override[],
  from: EpochMs,
  to: EpochMs,
): readonly Shift[] {
  if (from >= to) return [];
  const first = onCall(schedule, overrides, from);
  const last = onCall(schedule, overrides, to - 1);
  return shifts(schedule, overrides, first.since ?? from, last.until ?? to);
}
