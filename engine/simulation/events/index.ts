import { hash } from '../../../core/hash';
import { Random } from '../random';
import { type ActEvent, act } from './act';
import { type AlarmEvent, alarm } from './alarm';
import type { EventKind, Planning } from './event';
import { type LevelEvent, level } from './level';
import { type MuteEvent, mute } from './mute';
import { type OutageEvent, outage } from './outage';
import { type ReloadEvent, reload } from './reload';
import { type UnreadableEvent, unreadable } from './unreadable';
import { type WatchedEvent, watched } from './watched';

/** Everything that may happen in a world; a new kind is a file and a line in each of these two lists. */
export type PlannedEvent =
  | ActEvent
  | AlarmEvent
  | LevelEvent
  | UnreadableEvent
  | OutageEvent
  | ReloadEvent
  | WatchedEvent
  | MuteEvent;
type Kinds = { readonly [Kind in PlannedEvent['kind']]: EventKind<Extract<PlannedEvent, { kind: Kind }>> };
const kinds: Kinds = { act, alarm, level, unreadable, outage, reload, watched, mute };

/** A kind of event as the world meets it: it is only handed events of its own. */
type Sealed = EventKind<PlannedEvent>;
export const kindOf = (event: PlannedEvent): Sealed => kinds[event.kind] as Sealed;

/** The events of a world, each kind by chances of its own. */
export const planEvents = (seed: number, planning: Omit<Planning, 'random'>): readonly PlannedEvent[] =>
  Object.entries(kinds).flatMap(([name, kind]) => {
    const random = new Random(Number.parseInt(hash(8, String(seed), name), 16));
    return (kind as Sealed).plan({ ...planning, random });
  });
