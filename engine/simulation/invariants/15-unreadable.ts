import type { Invariant, Violation } from './invariant';

/** 15: what cannot be read reaches a person, word for word. */
export const unreadable: Invariant = ({ history: { reports }, received }) =>
  reports
    .filter(({ alarm }) => alarm === null)
    .flatMap(({ body }): Violation[] => {
      const isTold = received.some(({ request }) => JSON.stringify(request).includes(body));
      return isTold ? [] : [{ invariant: 15, what: `nobody was told: ${body}` }];
    });
