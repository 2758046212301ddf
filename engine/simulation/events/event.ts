import type { Json } from '../../../core/json';
import type { EpochMs } from '../../../core/time';
import type { Random } from '../random';
import type { Routing } from '../routing';
import type { World } from '../world';

/** Milliseconds after the world's start. */
export type Offset = number;

/** What the events of a world are planned by. */
export type Planning = {
  /** Of this kind alone: another kind of event does not change what it says. */
  readonly random: Random;
  /** Events lie within this time. */
  readonly span: Offset;
  /** When much happens at once: races need company. The last is the end of the span. */
  readonly moments: readonly Offset[];
  /** When the faults stop. */
  readonly faultsUntil: Offset;
  readonly routing: Routing;
};

/**
 * One kind of thing that happens in worlds. A new kind is a file here with its event's type, which must be JSON, and a
 * line in the index; what it promises is an invariant. An event is dropped, alone or with others, to shrink a world
 * that fails: none may rest on another being there.
 */
export type EventKind<Event extends { readonly kind: string; readonly at: Offset }> = {
  /** Those of one world; everything follows from `planning`. */
  readonly plan: (planning: Planning) => readonly Event[];
  readonly happen: (event: Event, world: World) => void;
  /** What a scenario file says instead, without `at`; null where it has no words for it. */
  readonly scenario: (event: Event, start: EpochMs) => Readonly<Record<string, Json>> | null;
};

/** Half of what happens, happens within a blink of some moment. */
export function instantIn({ random, span, moments }: Planning): Offset {
  const moment = moments[random.between(0, moments.length - 1)] ?? 0;
  return random.chance(0.5) ? moment + random.between(0, 80) : random.between(0, span);
}
