import { type EventKind, instantIn, type Offset } from './event';

/** Something comes in that no reader knows. */
export type UnreadableEvent = { readonly kind: 'unreadable'; readonly at: Offset; readonly text: string };

export const unreadable: EventKind<UnreadableEvent> = {
  plan: (planning) => {
    const { random } = planning;
    if (!random.chance(0.2)) return [];
    return [{ kind: 'unreadable', at: instantIn(planning), text: `not an alarm: ${random.between(1, 1_000_000)}` }];
  },
  happen: ({ text }, world) => world.accept(text),
  scenario: ({ text }) => ({ raw: text }),
};
