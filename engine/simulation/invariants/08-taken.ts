import type { Invariant } from './invariant';

/** 8: no page of a policy is claimed while somebody has the incident, until it lapses, is taken back or worsens. */
export const taken: Invariant = ({ claims }) =>
  claims
    .filter(({ isPage, state }) => isPage && state === 'acknowledged')
    .map(({ pk, sk }) => ({ invariant: 8, what: `${pk} ${sk} was claimed although somebody has it` }));
