import type { EpochMs } from '../time';
import type { Alert } from './alert';

/** From when to when a report says that its alert fires. */
export type Span = Pick<Alert, 'startsAt' | 'endsAt' | 'endIsAssumed'>;

const endOf = ({ endsAt }: Span): EpochMs => endsAt ?? Number.POSITIVE_INFINITY;

/**
 * Do two reports speak of one span? Alertmanager's rule. But of two alarms of an edge source each says itself when it
 * began: an end between them was lost or is late.
 */
function overlap(older: Span, newer: Span): boolean {
  if (older.endsAt === null && newer.endsAt === null) return false;
  const endsWithin = endOf(newer) > older.startsAt && endOf(newer) < endOf(older);
  const startsWithin = newer.startsAt > older.startsAt && newer.startsAt < endOf(older);
  return endsWithin || startsWithin;
}

/** An end that a source gave holds over an earlier one; one that was only assumed gives way. */
function laterEnd(older: Span, newer: Alert): Pick<Span, 'endsAt' | 'endIsAssumed'> {
  const { endsAt, endIsAssumed, updatedAt } = newer;
  const isOver = endOf(newer) <= updatedAt;
  const isLater = older.endsAt !== null && older.endsAt > endOf(newer);
  const olderHolds = isOver ? endOf(older) <= updatedAt : !older.endIsAssumed;
  if (isLater && olderHolds) return { endsAt: older.endsAt };
  return endIsAssumed ? { endsAt, endIsAssumed } : { endsAt };
}

/**
 * Two reports of one alert as one, if their spans overlap: the earliest start, the newer words, the latest end.
 * An end so learns when its alert began.
 * @returns the newer report unchanged where they have nothing to do with each other
 * @see https://github.com/prometheus/alertmanager/blob/main/alert/alert.go
 */
export function merge(older: Span, newer: Alert): Alert {
  if (!overlap(older, newer)) return newer;
  const { endsAt: _, endIsAssumed: __, ...words } = newer;
  return { ...words, startsAt: Math.min(older.startsAt, newer.startsAt), ...laterEnd(older, newer) };
}
