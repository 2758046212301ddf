import { type Alert, isFiring } from '../core/alert/alert';
import { hash } from '../core/hash';
import { clip } from '../core/notification/clip';
import type { Notification, NotifiedAlert } from '../core/notification/notification';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../core/time';
import { openIntake } from '../formats/intake/envelope';
import { parseMessage } from '../formats/messages';
import type { Configuration } from './configuration/configuration';
import { readFailure } from './failure';
import { readHeldBack } from './held-back';
import { alertsOf } from './intake/take-in';
import type { Ports } from './ports';

/** The store had its chances: so many attempts, and so long. */
export const RECEIVES = 3;
export const PATIENCE_MS = 90 * SECOND_MS;
/** Attempts are a minute apart, as the queue's visibility has it. */
const BETWEEN_MS = MINUTE_MS;
/** While it lasts it is said again so often, for the first word may have been lost. */
const AGAIN_EVERY = 15;

/** What fits into a message of a queue, with all around it. */
const MAX_BYTES = 100 * 1024;

/** How often a message was received, and how long ago it was sent. */
export type Waited = { readonly receives: number; readonly ageMs: number };

/** Is it time to go round the store? Said at the first attempt that finds it so, not at all of them. */
export function isTimeToBreak({ receives, ageMs }: Waited): boolean {
  if (receives < RECEIVES || ageMs <= PATIENCE_MS) return false;
  const isFirst = receives === RECEIVES || ageMs - BETWEEN_MS <= PATIENCE_MS;
  return isFirst || receives % AGAIN_EVERY === 0;
}

/**
 * The table cannot be written, and this message could not be taken in: what is critical in it goes straight to the last
 * resort, in a message that needs no table. The usual way goes on, and tells it once more when the table is back.
 *
 * @returns to how many destinations it is on its way
 */
export async function breakGlass(
  { queue, clock }: Pick<Ports, 'queue' | 'clock'>,
  configuration: Configuration,
  body: string,
  waited: Waited,
): Promise<number> {
  const { lastResort } = configuration.oncall;
  const receiver = lastResort === null ? undefined : configuration.receivers[lastResort];
  if (!receiver || !isTimeToBreak(waited)) return 0;
  const now = clock.now();
  const critical = alertsIn(configuration, body, now).filter(
    (alert) => isFiring(alert, now) && alert.labels.severity === 'critical',
  );
  if (critical.length === 0) return 0;
  // The same for every attempt at this message: who knows keys hears of it once.
  const key = hash(64, 'break-glass', ...critical.map(({ fingerprint, updatedAt }) => `${fingerprint} ${updatedAt}`));
  const text = JSON.stringify(clip(emergencyOf(receiver.name, key, critical, now), MAX_BYTES));
  for (const { key: slot } of receiver.integrations)
    await queue.send({ queue: 'deliver', group: 'break-glass', slot, emergency: { key, text, tries: 0 } }, 0);
  return receiver.integrations.length;
}

/** What ingest would have made of it. */
function alertsIn(
  configuration: Pick<Configuration, 'ingest' | 'resolveTimeoutMs'>,
  body: string,
  now: EpochMs,
): readonly Alert[] {
  const failure = readFailure(body);
  if (failure) return [failure];
  const envelope = openIntake(body);
  return envelope ? alertsOf(configuration, envelope) : parseMessage(readHeldBack(body).message, { now }).alerts;
}

function emergencyOf(receiver: string, key: string, critical: readonly Alert[], now: EpochMs): Notification {
  const alerts = critical.map(
    ({ fingerprint, labels, annotations, startsAt, generatorUrl }): NotifiedAlert => ({
      fingerprint,
      status: 'firing',
      labels,
      annotations,
      startsAt,
      endsAt: null,
      generatorUrl,
    }),
  );
  return {
    kind: 'firing',
    status: 'firing',
    reason: 'Tocsin cannot reach its table: this came round it, to the last resort alone',
    receiver,
    groupKey: 'break-glass',
    groupLabels: {},
    incident: `break-glass-${key.slice(0, 16)}`,
    openedAt: Math.min(now, ...alerts.map(({ startsAt }) => startsAt)),
    at: now,
    alerts,
    truncatedAlerts: 0,
    firing: alerts.length,
    resolved: 0,
  };
}
