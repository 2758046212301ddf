import type { Alert, Labels } from '../../../core/alert/alert';
import { labelsFingerprint } from '../../../core/alert/fingerprint';
import type { EpochMs } from '../../../core/time';
import type { Posted } from './scenario';

/** A level source's alert: without an end of its own it fires until it times out. */
type Reported = { readonly alert: Alert; readonly endsAt: EpochMs; readonly isTimeout: boolean };

const present = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));

const overlap = (older: Reported, newer: Reported): boolean =>
  (newer.endsAt > older.alert.startsAt && newer.endsAt < older.endsAt) ||
  (newer.alert.startsAt > older.alert.startsAt && newer.alert.startsAt < older.endsAt);

/** The earliest start, the newer words; an end that was said outlives one that was only assumed. */
function merge(older: Reported, newer: Reported, now: EpochMs): Reported {
  const isOver = ({ endsAt }: Reported) => endsAt <= now;
  const keepsOlderEnd = older.endsAt > newer.endsAt && (isOver(newer) ? isOver(older) : !older.isTimeout);
  const endsAt = keepsOlderEnd ? older.endsAt : newer.endsAt;
  const startsAt = Math.min(older.alert.startsAt, newer.alert.startsAt);
  return { ...newer, endsAt, alert: { ...newer.alert, startsAt, endsAt } };
}

/**
 * Alerts as Alertmanager's API v2 takes them: defaults for what a report leaves out, and reports of one alert whose
 * spans overlap merged into one.
 * @see https://github.com/prometheus/alertmanager/blob/main/provider/mem/mem.go
 */
export class AlertsApi {
  readonly #known = new Map<string, Reported>();

  /** @param resolveTimeoutMs how long an alert fires that does not say when it ends, from its arrival */
  post(posted: Posted, now: EpochMs, resolveTimeoutMs: number): Alert {
    const labels = present(posted.labels);
    const fingerprint = labelsFingerprint(labels);
    const known = this.#known.get(fingerprint);
    const endsAt = posted.endsAt ?? now + resolveTimeoutMs;
    const alert: Alert = {
      fingerprint,
      labels,
      annotations: present(posted.annotations),
      startsAt: posted.startsAt ?? Math.min(now, endsAt),
      endsAt,
      // Two reports at one instant count in the order in which they came.
      updatedAt: Math.max(now, (known?.alert.updatedAt ?? 0) + 1),
      generatorUrl: posted.generatorUrl,
    };
    const report: Reported = { alert, endsAt, isTimeout: posted.endsAt === null };
    const reported = known && overlap(known, report) ? merge(known, report, now) : report;
    this.#known.set(fingerprint, reported);
    return reported.alert;
  }
}
