import { hash } from '../hash';
import { canonical } from '../json';
import { type Alert, SEVERITIES, severityRank } from './alert';

/** Enough digits for any instant that JavaScript knows. */
const DIGITS = 16;

/**
 * A text by which reports of one alert sort: the later transition; at one instant the firing one, then the worse one
 * (an alarm may come by two topics), then by content. So any order and any duplication of reports leaves the same one.
 * Stored, it is a write's condition.
 */
export function order(alert: Alert): string {
  const { updatedAt, endsAt, labels } = alert;
  const firing = endsAt === null || endsAt > updatedAt ? 1 : 0;
  const severity = SEVERITIES.length - severityRank(labels.severity);
  return `${String(updatedAt).padStart(DIGITS, '0')}-${firing}-${severity}-${hash(16, canonical(alert))}`;
}

/** The report that counts. */
export const latest = (one: Alert, other: Alert): Alert => (order(one) >= order(other) ? one : other);
