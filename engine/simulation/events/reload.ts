import { MINUTE_MS } from '../../../core/time';
import { generateRouting, type Routing, withPeople } from '../routing';
import type { EventKind, Offset } from './event';

/** Another configuration is deployed while all goes on. */
export type ReloadEvent = { readonly kind: 'reload'; readonly at: Offset; readonly routing: Routing };

export const reload: EventKind<ReloadEvent> = {
  plan: ({ random, span }) => {
    if (!random.chance(0.12)) return [];
    return [{ kind: 'reload', at: random.between(0, span), routing: withPeople(generateRouting(random), random) }];
  },
  happen: ({ routing }, world) => {
    world.reload(routing);
    // What the former version's functions still had in hand, they have written by then; and the index tells it.
    world.at(Math.max(world.now, world.faultsUntil) + 2 * MINUTE_MS, () => world.reload(routing));
  },
  scenario: ({ routing: { oncall, ...routing } }) => ({ reload: { routing, ...(oncall && { oncall }) } }),
};
