import type { EpochMs } from '../../../core/time';
import type { Invariant, Violation } from './invariant';

/** 6: no destination hears of an earlier decision after a later one. */
export const rising: Invariant = ({ asked }) => {
  const latest = new Map<string, EpochMs>();
  return asked
    .filter(({ taken }) => taken)
    .flatMap(({ group, slot, notification }): Violation[] => {
      const key = `${slot} of ${group}`;
      const before = latest.get(key) ?? 0;
      latest.set(key, Math.max(before, notification.at));
      return notification.at >= before
        ? []
        : [{ invariant: 6, what: `${key} heard of ${notification.at} after ${before}` }];
    });
};
