import { fingerprint } from '../../../core/alert/fingerprint';
import { MINUTE_MS, SECOND_MS } from '../../../core/time';
import { SETTLED_MS } from '../../reconcile';
import { watchedArn } from '../cloudwatch';
import type { MuteEvent } from '../events/mute';
import type { WatchedEvent } from '../events/watched';
import { alertsIn, type Ended, firesAt, type Invariant, type Violation } from './invariant';

/** Two cycles, what must have settled before, and the time that they take. */
const CONVERGED_MS = 2 * 5 * MINUTE_MS + SETTLED_MS + MINUTE_MS;
/** Whoever asked just before a window began may raise just after. */
const ASKED_MS = 60 * SECOND_MS;

/** 14: two cycles after the faults stopped what fires is what CloudWatch says; a muted alarm is never raised. */
export const reconciled: Invariant = (world) => [...converged(world), ...neverMuted(world)];

function converged({ plan: { events, faultsUntil }, start, quiet }: Ended): readonly Violation[] {
  const changes = events.filter((event) => event.kind === 'watched');
  const mutes = events.filter((event) => event.kind === 'mute');
  const names = [...new Set(changes.map(({ alarm }) => alarm))];
  const settled = Math.max(faultsUntil, ...changes.map(lastHeardAt), ...mutes.map(endWithin(faultsUntil)));
  return quiet
    .filter(({ at }) => at >= start + settled + CONVERGED_MS)
    .flatMap(({ at, items }) => {
      const firing = new Set(alertsIn(items).flatMap((alert) => (firesAt(alert, at) ? alert.fingerprint : [])));
      return names.flatMap((name): Violation[] => {
        const expected = shouldFire(name, changes, mutes, at - start);
        const fires = firing.has(fingerprint(watchedArn(name), ''));
        if (expected === null || expected === fires) return [];
        const minutes = Math.round((at - start) / MINUTE_MS);
        return [{ invariant: 14, what: `${name} should ${expected ? 'fire' : 'be over'} at ${minutes} min` }];
      });
    });
}

/** When its last word may come in. */
const lastHeardAt = ({ at, snsAfter, eventAfter }: WatchedEvent): number =>
  at + Math.max(snsAfter ?? 0, eventAfter === null ? 0 : eventAfter + MINUTE_MS);

const endWithin =
  (faultsUntil: number) =>
  ({ until }: MuteEvent): number =>
    until > faultsUntil + 30 * MINUTE_MS ? 0 : until;

/** What CloudWatch's own state means; null where it depends on what was heard. */
function shouldFire(
  name: string,
  changes: readonly WatchedEvent[],
  mutes: readonly MuteEvent[],
  at: number,
): boolean | null {
  const last = changes.filter((change) => change.alarm === name && change.at <= at).at(-1);
  if (!last || last.state === 'OK' || last.state === 'deleted') return false;
  if (last.acts === 'foreign' || last.acts === 'disabled') return false;
  if (last.state === 'INSUFFICIENT_DATA' || last.acts === 'nothing') return null;
  const isMuted = mutes.some((mute) => mute.alarm === name && mute.at <= at && at < mute.until);
  return isMuted ? null : true;
}

function neverMuted({ plan: { events }, start, raised }: Ended): readonly Violation[] {
  const mutes = events.filter((event) => event.kind === 'mute');
  return raised.flatMap(({ at, fingerprint: one }): Violation[] => {
    const isMuted = mutes.some(
      (mute) =>
        fingerprint(watchedArn(mute.alarm), '') === one && start + mute.at + ASKED_MS <= at && at < start + mute.until,
    );
    return isMuted ? [{ invariant: 14, what: `${one} was raised while it was muted` }] : [];
  });
}
