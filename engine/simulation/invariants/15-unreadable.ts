import type { Invariant, Violation } from './invariant';

/** 15: what cannot be read reaches a person, word for word. */
export const unreadable: Invariant = ({ plan: { events }, asked }) =>
  events.flatMap((event): Violation[] => {
    if (event.kind !== 'unreadable') return [];
    const isTold = asked.some(({ taken, notification }) => taken && JSON.stringify(notification).includes(event.text));
    return isTold ? [] : [{ invariant: 15, what: `nobody was told: ${event.text}` }];
  });
