import { Cron } from 'croner';
import { type EpochMs, SECOND_MS } from '../time';

/** A window that opens again and again: at each time of a cron expression in a time zone, for as long as it says. */
export type Recurrence = {
  /** Minute, hour, day of month, month, day of week; or with seconds first. */
  readonly cron: string;
  readonly timezone: string;
  readonly durationMs: number;
};

/** From its opening until it closes for good, though it may have opened again in between. */
export type Span = { readonly from: EpochMs; readonly to: EpochMs };

/** Openings that overlap end to end are followed this far; a look that finds no change does no harm. */
const MAX_OVERLAPS = 50;

const compiled = new WeakMap<Recurrence, Cron>();

/**
 * A time of day that a spring night skips opens when the clock has been put forward; one that an autumn night has twice
 * opens once. @throws when the expression or the zone is none
 */
function cronOf(recurrence: Recurrence): Cron {
  const known = compiled.get(recurrence);
  if (known) return known;
  const cron = new Cron(recurrence.cron, { timezone: recurrence.timezone, mode: '5-or-6-parts' });
  compiled.set(recurrence, cron);
  return cron;
}

/** What is wrong with a recurrence, for people; null: nothing. */
export function recurrenceFault(recurrence: Recurrence): string | null {
  if (!(recurrence.durationMs > 0)) return 'it must last longer than nothing';
  try {
    const next = cronOf({ ...recurrence }).nextRun(new Date(0));
    return next ? null : `${JSON.stringify(recurrence.cron)} never comes`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${JSON.stringify(recurrence.cron)} in ${JSON.stringify(recurrence.timezone)} is no cron expression in a time zone: ${reason}`;
  }
}

/** The last opening that is not after an instant. */
function openedBy(recurrence: Recurrence, now: EpochMs): EpochMs | null {
  const [last] = cronOf(recurrence).previousRuns(1, new Date(now + 1));
  return last ? last.getTime() : null;
}

export function nextOpening(recurrence: Recurrence, after: EpochMs): EpochMs | null {
  // Cron counts whole seconds.
  const next = cronOf(recurrence).nextRun(new Date(Math.floor(after / SECOND_MS) * SECOND_MS));
  return next ? next.getTime() : null;
}

/** The window that is open at an instant; null: none is. The end is exclusive. */
export function openWindow(recurrence: Recurrence, now: EpochMs): Span | null {
  const from = openedBy(recurrence, now);
  if (from === null || from + recurrence.durationMs <= now) return null;
  let to = from + recurrence.durationMs;
  let opening = from;
  for (let count = 0; count < MAX_OVERLAPS; count += 1) {
    const next = nextOpening(recurrence, opening);
    if (next === null || next > to) break;
    opening = next;
    to = next + recurrence.durationMs;
  }
  return { from, to };
}
