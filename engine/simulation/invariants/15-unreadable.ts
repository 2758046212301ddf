import type { Invariant, Violation } from './invariant';

/** 15: what cannot be read reaches a person, word for word. */
export const unreadable: Invariant = ({ plan: { events }, asked, items }) => {
  // Whoever resolves an incident by hand knows of it, though its message was still on its way.
  const held = new Set(items.filter(({ sk, state }) => sk === 'H' && state === 'held').map(({ pk }) => pk));
  const isHeld = (text: string): boolean =>
    items.some(
      ({ pk, sk, annotations }) => sk.startsWith('M#') && held.has(pk) && JSON.stringify(annotations).includes(text),
    );
  return events.flatMap((event): Violation[] => {
    if (event.kind !== 'unreadable' || isHeld(event.text)) return [];
    const isTold = asked.some(({ taken, notification }) => taken && JSON.stringify(notification).includes(event.text));
    return isTold ? [] : [{ invariant: 15, what: `nobody was told: ${event.text}` }];
  });
};
