import type { Invariant, Violation } from './invariant';

/** 9: a revision is sent once, and once more for each time that it failed or that nobody knows what came of it. */
export const once: Invariant = ({ asked }) => {
  const revisions = new Map<string, { calls: number; settled: number; what: string }>();
  for (const { group, slot, notification, settled } of asked) {
    const { at, reason, incident } = notification;
    const key = `${group} ${slot} ${at} ${incident} ${reason}`;
    const seen = revisions.get(key) ?? { calls: 0, settled: 0, what: `${slot} was told "${reason}" of ${incident}` };
    seen.calls += 1;
    seen.settled += settled ? 1 : 0;
    revisions.set(key, seen);
  }
  return [...revisions.values()].flatMap(({ calls, settled, what }): Violation[] =>
    settled > 1 ? [{ invariant: 9, what: `${what} ${calls} times, ${settled} of them known to be heard` }] : [],
  );
};
