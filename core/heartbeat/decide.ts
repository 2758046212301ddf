import type { Alert } from '../alert/alert';
import type { EpochMs } from '../time';
import { deadlineOf, endOf, type Heartbeat, missingAlert } from './heartbeat';

/** What is known of one heartbeat. */
export type Pulse = {
  /** A digest of how it is configured. */
  readonly spec: string;
  /** From when its next report is counted: the last one, or when it began to be expected. */
  readonly since: EpochMs;
  readonly lastAt: EpochMs | null;
  /** Its silence as it was told; null while all is well. */
  readonly missing: Alert | null;
  /** The latest instant that stands in an alert of it: what is said next must be later. */
  readonly saidAt: EpochMs;
  /** It left the configuration. */
  readonly isRemoved: boolean;
};

/** `reason` is for people and logs; an alert must be taken in, after `next` is kept. */
export type Beat = { readonly reason: string; readonly next: Pulse; readonly alert: Alert | null };

/** A heartbeat as it is configured now, with its digest; null: it is not. */
export type Expected = { readonly heartbeat: Heartbeat; readonly spec: string } | null;

/** A report that is still on its way when the time is up is waited for. */
export const SETTLE_MS = 10_000;

/** When somebody should look whether it was heard. */
export const lookAt = (heartbeat: Heartbeat, { since }: Pick<Pulse, 'since'>): EpochMs =>
  deadlineOf(heartbeat, since) + SETTLE_MS;

const NEVER_SAID = 0;

const begin = (spec: string, since: EpochMs, lastAt: EpochMs | null, saidAt: EpochMs): Pulse => ({
  spec,
  since,
  lastAt,
  missing: null,
  saidAt,
  isRemoved: false,
});

/** It was heard. @returns null where nothing changes */
export function heard(expected: Expected, known: Pulse | null, at: EpochMs, now: EpochMs): Beat | null {
  if (!expected) return null;
  const { heartbeat, spec } = expected;
  if (!known || known.isRemoved) {
    return { reason: 'heard for the first time', next: begin(spec, at, at, known?.saidAt ?? NEVER_SAID), alert: null };
  }
  if (at <= (known.lastAt ?? Number.NEGATIVE_INFINITY)) return null;
  // A report that waited long in a queue may come before the time from which it is counted.
  const since = Math.max(at, known.since);
  const next: Pulse = { ...known, lastAt: at, since };
  if (!known.missing) return { reason: 'heard', next, alert: null };
  if (deadlineOf(heartbeat, at) <= now) {
    return { reason: 'heard, too long ago', next: { ...known, lastAt: at }, alert: null };
  }
  const saidAt = Math.max(at, known.saidAt + 1);
  return { reason: 'heard again', next: { ...next, missing: null, saidAt }, alert: endOf(known.missing, saidAt) };
}

/**
 * Looks whether it is silent for too long, and whether it is still expected as it was.
 * @param isPrompt false: this look comes so late that reports may be late as well; silence is judged by another
 * @returns null where nothing changes
 */
export function look(expected: Expected, known: Pulse | null, now: EpochMs, isPrompt: boolean): Beat | null {
  if (!expected) return known && !known.isRemoved ? remove(known, now) : null;
  const { heartbeat, spec } = expected;
  if (!known || known.isRemoved) {
    return { reason: 'expected from now on', next: begin(spec, now, null, known?.saidAt ?? NEVER_SAID), alert: null };
  }
  if (known.spec !== spec) return reconfigure(heartbeat, spec, known, now);
  const deadline = deadlineOf(heartbeat, known.since);
  if (known.missing || !isPrompt || now < deadline + SETTLE_MS) return null;
  const saidAt = Math.max(deadline, known.saidAt + 1);
  const missing = missingAlert(heartbeat, { lastAt: known.lastAt, deadline, at: saidAt });
  return { reason: 'silent for too long', next: { ...known, missing, saidAt }, alert: missing };
}

function remove(known: Pulse, now: EpochMs): Beat {
  const saidAt = Math.max(now, known.saidAt + 1);
  const alert = known.missing ? endOf(known.missing, saidAt) : null;
  return { reason: 'no longer expected', next: { ...known, missing: null, saidAt, isRemoved: true }, alert };
}

/** Another rhythm counts from now; what is missing stays so until it is heard, in its new words. */
function reconfigure(heartbeat: Heartbeat, spec: string, known: Pulse, now: EpochMs): Beat {
  if (!known.missing) return { reason: 'expected in another way', next: { ...known, spec, since: now }, alert: null };
  const saidAt = Math.max(now, known.saidAt + 1);
  const { startsAt: deadline } = known.missing;
  const missing = missingAlert(heartbeat, { lastAt: known.lastAt, deadline, at: saidAt });
  return { reason: 'still missing', next: { ...known, spec, missing, saidAt }, alert: missing };
}
