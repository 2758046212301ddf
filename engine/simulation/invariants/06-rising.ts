import type { EpochMs } from '../../../core/time';
import { sentTo } from '../history';
import type { Invariant, Violation } from './invariant';

/** 6: no destination hears of an earlier decision after a later one. */
export const rising: Invariant = ({ received }) => {
  const latest = new Map<string, EpochMs>();
  return received.flatMap(({ request }): Violation[] => {
    const { to, notification } = sentTo(request as { url: string });
    const key = `${to} ${notification.groupKey}`;
    const before = latest.get(key) ?? 0;
    latest.set(key, Math.max(before, notification.at));
    return notification.at >= before
      ? []
      : [{ invariant: 6, what: `${key} heard of ${notification.at} after ${before}` }];
  });
};
