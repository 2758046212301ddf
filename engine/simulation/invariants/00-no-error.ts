import type { Invariant } from './invariant';

/** 0: no process ends with an error but that somebody else was first. */
export const noError: Invariant = ({ errors }) =>
  errors.filter(({ name }) => name !== 'VersionConflict').map(({ message }) => ({ invariant: 0, what: message }));
