import type { Alert, Labels } from '../alert/alert';
import { fingerprint } from '../alert/fingerprint';
import { clockTime, spanOf } from '../notification/when';
import type { Matcher } from '../routing/matcher';
import { type EpochMs, MINUTE_MS } from '../time';

/** When a sign of life is due: so long after the one before, or at each time of a cron expression. */
export type Expectation =
  | { readonly type: 'every'; readonly everyMs: number }
  | { readonly type: 'cron'; readonly cron: string; readonly timezone: string };

/** A dead-man switch: something that reports as long as it works, and whose silence is the alarm. */
export type Heartbeat = {
  readonly name: string;
  readonly expect: Expectation;
  /** How long after it is due its silence is still none. */
  readonly graceMs: number;
  readonly labels: Labels;
  /** A firing alert with these labels is a sign of life (Prometheus' `Watchdog`), and no alert; empty: none is. */
  readonly matchers: readonly Matcher[];
};

/** When a cron expression comes next after an instant; null: never. */
export type NextTime = (cron: string, timezone: string, after: Date) => Date | null;

/** Whoever runs this has not loaded `cron.ts`: 33 KB that a function without such heartbeats never needs. */
export class CronMissing extends Error {
  override readonly name = 'CronMissing';
}

let nextTime: NextTime | null = null;

/** From here on expressions can be read. */
export function provideCron(provided: NextTime): void {
  nextTime = provided;
}

/** A clock that is a little fast does not make tomorrow's report of today's. */
const EARLY_MS = MINUTE_MS;

/**
 * The last instant at which a heartbeat must have been heard again.
 * @param since when it was heard last, or began to be expected
 */
export function deadlineOf({ expect, graceMs }: Heartbeat, since: EpochMs): EpochMs {
  if (expect.type === 'every') return since + expect.everyMs + graceMs;
  const from = new Date(since + Math.min(EARLY_MS, graceMs));
  if (!nextTime) throw new CronMissing('a heartbeat by cron, and cron is not loaded');
  const next = nextTime(expect.cron, expect.timezone, from);
  // An expression without another time expects nothing any more.
  return next ? next.getTime() + graceMs : Number.MAX_SAFE_INTEGER;
}

const identityOf = (name: string): string => fingerprint('heartbeat', name);

type Silence = {
  /** When it was heard last; null: never. */
  readonly lastAt: EpochMs | null;
  /** When it should have been heard at the latest. */
  readonly deadline: EpochMs;
  /** Orders it among what is said of this heartbeat. */
  readonly at: EpochMs;
};

/** The alert that a heartbeat's silence is. */
export function missingAlert({ name, labels, expect }: Heartbeat, { lastAt, deadline, at }: Silence): Alert {
  const heard = lastAt === null ? 'It was never heard' : `It was heard last at ${clockTime(lastAt, deadline)}`;
  const rhythm =
    expect.type === 'every'
      ? `It reports every ${spanOf(expect.everyMs)}.`
      : `It reports at "${expect.cron}" (${expect.timezone}).`;
  return {
    fingerprint: identityOf(name),
    labels: { ...labels, alertname: 'HeartbeatMissing', heartbeat: name },
    annotations: {
      summary: `${name} has not reported since ${lastAt === null ? 'it is expected' : clockTime(lastAt, deadline)}`,
      description: `${rhythm} ${heard}, and had time until ${clockTime(deadline, deadline)}.`,
    },
    startsAt: deadline,
    endsAt: null,
    updatedAt: at,
    generatorUrl: null,
  };
}

/** The end of that alert: it was heard again, or is no longer expected. */
export const endOf = (alert: Alert, at: EpochMs): Alert => ({
  ...alert,
  endsAt: Math.max(at, alert.startsAt),
  updatedAt: at,
});
