import type { Invariant } from './invariant';

/** 3: no version of a header was committed twice, and none was left out. */
export const oneCommit: Invariant = ({ items, commits }) =>
  items
    .filter(({ sk, pk, version }) => sk === 'H' && (commits.get(pk) ?? 0) !== (version ?? 0))
    .map(({ pk, version }) => ({ invariant: 3, what: `${pk} has version ${version} and ${commits.get(pk)} commits` }));
