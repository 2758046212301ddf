import { gapsIn } from './gaps';
import { type Shift, shifts } from './on-call';
import type { Oncall } from './oncall';
import type { Override } from './override';
import type { Schedule } from './schedule';
import type { Span } from './turns';

/** A stretch of time in which one person is on call. */
export type Bar = Span & { readonly layer: string | null; readonly override: string | null };
export type Row = { readonly person: string; readonly name: string; readonly bars: readonly Bar[] };

/** A schedule over a span as it is drawn: a row of bars for each person, in the order in which they first appear. */
export type Chart = Span & {
  readonly schedule: string;
  readonly timezone: string;
  readonly rows: readonly Row[];
  /** When nobody is on call. */
  readonly gaps: readonly Span[];
  readonly shifts: readonly Shift[];
};

/** What is drawn of a schedule. */
export function chartOf(
  schedule: Schedule,
  overrides: readonly Override[],
  range: Span,
  people: Oncall['people'],
): Chart {
  const found = shifts(schedule, overrides, range.from, range.to);
  const bars = new Map<string, Bar[]>();
  for (const { people: persons, from, to, layer, override } of found) {
    for (const person of persons) bars.set(person, [...(bars.get(person) ?? []), { from, to, layer, override }]);
  }
  const rows = [...bars].map(([person, own]): Row => ({ person, name: people[person]?.name ?? person, bars: own }));
  return { ...range, schedule: schedule.name, timezone: schedule.timezone, rows, gaps: gapsIn(found), shifts: found };
}
