import { MINUTE_MS } from '../../../core/time';
import type { Invariant } from './invariant';

/** 5: nothing that was wanted is forgotten. */
export const settled: Invariant = ({ items, now }) =>
  items
    .filter(
      ({ sk, pending, wantedAt }) => sk.startsWith('S#') && pending === true && Number(wantedAt) < now - MINUTE_MS,
    )
    .map(({ pk, sk }) => ({ invariant: 5, what: `${pk} ${sk} is still pending` }));
