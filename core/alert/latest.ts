import { hash } from '../hash';
import { canonical } from '../json';
import type { Alert } from './alert';

/** Enough digits for any instant in milliseconds. */
const DIGITS = 16;

/**
 * A text by which reports of one alert sort: the later transition, at one instant the firing one, then by content,
 * so that any order and any duplication of reports leaves the same one. Stored, it is a write's condition.
 */
export function order(alert: Alert): string {
  const rank = alert.endsAt === null || alert.endsAt > alert.updatedAt ? 1 : 0;
  return `${String(alert.updatedAt).padStart(DIGITS, '0')}-${rank}-${hash(16, canonical(alert))}`;
}

/** The report that counts. */
export const latest = (one: Alert, other: Alert): Alert => (order(one) >= order(other) ? one : other);
