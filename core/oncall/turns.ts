import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '../time';
import type { Zone } from '../zone/zone';
import type { ActiveSpan, Layer, RotationUnit } from './schedule';

/** Half open: `to` is no part of it. */
export type Span = { readonly from: EpochMs; readonly to: EpochMs };
/** A part of a turn in which its layer is active; turns count from the handoff, negative before it. */
export type TurnPart = Span & { readonly turn: number };

const UNIT_MS: Readonly<Record<RotationUnit, number>> = { hourly: HOUR_MS, daily: DAY_MS, weekly: 7 * DAY_MS };

/**
 * When a turn begins. Days and weeks are counted on the wall clock, so that a handoff at nine is at nine all year and
 * the turns over a change of the clock have an hour less or more; hours are counted as they pass.
 */
export function turnStart({ rotation, every, handoff }: Layer, zone: Zone, turn: number): EpochMs {
  const length = turn * every * UNIT_MS[rotation];
  return rotation === 'hourly' ? zone.instantAt(handoff) + length : zone.instantAt(handoff + length);
}

/** Whose turn it is. Where a zone has skipped a whole day, the turn of that day is empty. */
export function turnAt(layer: Layer, zone: Zone, instant: EpochMs): number {
  const { rotation, every, handoff } = layer;
  const passed = rotation === 'hourly' ? instant - zone.instantAt(handoff) : zone.wallAt(instant) - handoff;
  let turn = Math.floor(passed / (every * UNIT_MS[rotation]));
  while (turnStart(layer, zone, turn) > instant) turn -= 1;
  while (turnStart(layer, zone, turn + 1) <= instant) turn += 1;
  return turn;
}

/** The person of a turn. */
export const personOf = ({ people }: Layer, turn: number): string | undefined =>
  people[((turn % people.length) + people.length) % people.length];

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

const endMinute = ({ fromMinute, toMinute }: ActiveSpan): number =>
  toMinute > fromMinute ? toMinute : toMinute + 24 * 60;

/** Spans in order of their starts, those that touch or overlap as one. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (span.from >= span.to) continue;
    if (!last || last.to < span.from) result.push(span);
    else if (last.to < span.to) result[result.length - 1] = { from: last.from, to: span.to };
  }
  return result;
}

/** When a layer is active within a range, in order. */
function activeSpans(active: readonly ActiveSpan[], zone: Zone, { from, to }: Span): readonly Span[] {
  const spans: Span[] = [];
  // A span begins at most a day before it ends.
  const first = Math.floor(zone.wallAt(from) / DAY_MS) - 2;
  const last = Math.floor(zone.wallAt(to) / DAY_MS) + 1;
  for (let day = first; day <= last; day += 1) {
    const weekday = weekdayOf(day);
    for (const span of active) {
      if (!span.days.some((one) => one === weekday)) continue;
      const begin = zone.instantAt(day * DAY_MS + span.fromMinute * MINUTE_MS);
      const end = zone.instantAt(day * DAY_MS + endMinute(span) * MINUTE_MS);
      const clipped = { from: Math.max(begin, from), to: Math.min(end, to) };
      if (clipped.from < clipped.to) spans.push(clipped);
    }
  }
  return joined(spans);
}

/** Who a layer puts on call within a range, in order; times at which it is not active are left out. */
export function turnParts(layer: Layer, zone: Zone, range: Span): readonly TurnPart[] {
  const parts: TurnPart[] = [];
  for (const { from, to } of layer.active ? activeSpans(layer.active, zone, range) : [range]) {
    let turn = turnAt(layer, zone, from);
    let at = from;
    while (at < to) {
      const end = Math.min(turnStart(layer, zone, turn + 1), to);
      if (end > at) parts.push({ from: at, to: end, turn });
      at = Math.max(at, end);
      turn += 1;
    }
  }
  return parts;
}
