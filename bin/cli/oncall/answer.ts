import { onCall, type Shift } from '../../../core/oncall/on-call';
import type { Override } from '../../../core/oncall/override';
import type { Schedule } from '../../../core/oncall/schedule';
import type { EpochMs } from '../../../core/time';

/** A shift as programs read it. */
export type ShiftAnswer = {
  readonly schedule: string;
  /** ISO 8601; null: it has always been so, or it stays so. */
  readonly from: string | null;
  readonly to: string | null;
  readonly people: readonly string[];
  readonly layer: string | null;
  readonly override: string | null;
};

const iso = (instant: EpochMs | null): string | null => (instant === null ? null : new Date(instant).toISOString());

export const shiftAnswer = (schedule: string, { from, to, people, layer, override }: Shift): ShiftAnswer => ({
  schedule,
  from: iso(from),
  to: iso(to),
  people,
  layer,
  override,
});

/** Who is on call at an instant, from the beginning of that shift to its end. */
export function nowAnswer(schedule: Schedule, overrides: readonly Override[], instant: EpochMs): ShiftAnswer {
  const { since, until, people, layer, override } = onCall(schedule, overrides, instant);
  return { schedule: schedule.name, from: iso(since), to: iso(until), people, layer, override };
}
