import { MINUTE_MS } from '../../../core/time';
import { type EventKind, instantIn, type Offset } from './event';
import { messageOf } from './watched';

/** A mute rule of CloudWatch itself begins to mute an alarm, for a while. */
export type MuteEvent = {
  readonly kind: 'mute';
  readonly at: Offset;
  readonly alarm: string;
  readonly until: Offset;
  /** At its end CloudWatch does what it would have done; null: that message is lost. */
  readonly snsAfter: Offset | null;
};

/** Longer than a world is watched after its faults. */
const LONG_MS = 60 * MINUTE_MS;

export const mute: EventKind<MuteEvent> = {
  plan: (planning) => {
    const { random, faultsUntil } = planning;
    if (random.chance(0.2)) return [];
    return ['watched-0', 'watched-1'].map((alarm): MuteEvent => {
      // Soon, so that much of what the alarm does falls into it.
      const at = Math.floor(instantIn(planning) / 2);
      // Some last beyond the end of the world.
      const isLong = random.chance(0.5);
      const until = isLong ? faultsUntil + LONG_MS : Math.min(at + random.between(1, 30) * MINUTE_MS, faultsUntil);
      return { kind: 'mute', at, alarm, until, snsAfter: random.chance(0.5) ? null : random.between(0, 50) };
    });
  },
  happen: ({ alarm, until, snsAfter }, world) => {
    const { cloudwatch } = world;
    cloudwatch.setMuted(alarm, true);
    world.at(world.start + until, () => {
      cloudwatch.setMuted(alarm, false);
      const held = cloudwatch.heldOf(alarm);
      if (!held || snsAfter === null || held.acts !== 'ours') return;
      const before = held.state === 'ALARM' ? 'OK' : 'ALARM';
      world.at(world.now + snsAfter, () => world.accept(messageOf(alarm, held.state, before, held.at)));
    });
  },
  scenario: () => null,
};
