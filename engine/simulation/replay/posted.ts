import type { Alert, Labels } from '../../../core/alert/alert';
import { labelsFingerprint } from '../../../core/alert/fingerprint';
import type { EpochMs } from '../../../core/time';
import { levelAlert } from '../../../formats/alertmanager/posted';
import type { Posted } from './scenario';

const present = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));

/**
 * Alerts as Alertmanager's API v2 takes them, with defaults for what a report leaves out.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/api.go
 */
export class AlertsApi {
  readonly #lastAt = new Map<string, EpochMs>();

  /** @param resolveTimeoutMs how long an alert fires that does not say when it ends, from its arrival */
  post(posted: Posted, now: EpochMs, resolveTimeoutMs: number): Alert {
    const labels = present(posted.labels);
    const fingerprint = labelsFingerprint(labels);
    // Two reports at one instant count in the order in which they came.
    const updatedAt = Math.max(now, (this.#lastAt.get(fingerprint) ?? 0) + 1);
    this.#lastAt.set(fingerprint, updatedAt);
    const report = { ...posted, fingerprint, labels, annotations: present(posted.annotations) };
    return { ...levelAlert(report, { at: now, labels: {} }, resolveTimeoutMs), updatedAt };
  }
}
