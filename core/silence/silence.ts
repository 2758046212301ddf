import type { Matcher } from '../routing/matcher';
import type { EpochMs } from '../time';
import { nextOpening, openWindow, type Recurrence } from './recurrence';

/** Somebody's word that alerts need not be told for a while. */
export type Silence = {
  readonly id: string;
  /** A maintenance window is a silence that was planned; it mutes alike. */
  readonly kind: 'silence' | 'maintenance';
  /** All of them must hold. */
  readonly matchers: readonly Matcher[];
  /** Only what is told about this incident: its group and episode, as `group-episode`; null: any. */
  readonly incident: string | null;
  readonly startsAt: EpochMs;
  /** Exclusive; null: until the incident, or what it holds for, is resolved. */
  readonly endsAt: EpochMs | null;
  /** Within these times it holds only while one of these windows is open; null: all the time. */
  readonly recurrence: Recurrence | null;
  readonly createdBy: string;
  readonly comment: string;
};

type Times = Pick<Silence, 'startsAt' | 'endsAt' | 'recurrence'>;

/** Does it hold at this instant? */
export function isActive({ startsAt, endsAt, recurrence }: Times, now: EpochMs): boolean {
  if (now < startsAt || (endsAt !== null && now >= endsAt)) return false;
  return recurrence === null || openWindow(recurrence, now) !== null;
}

/** Will it never hold again? */
export const isExpired = ({ endsAt }: Times, now: EpochMs): boolean => endsAt !== null && now >= endsAt;

/** When, after an instant, it next begins or ceases to hold; null: never, as far as anybody knows. */
export function nextChange(silence: Times, now: EpochMs): EpochMs | null {
  const { startsAt, endsAt, recurrence } = silence;
  if (isExpired(silence, now)) return null;
  if (recurrence === null) return now < startsAt ? startsAt : endsAt;
  const from = Math.max(now, startsAt);
  const open = openWindow(recurrence, from);
  const change = open === null ? nextOpening(recurrence, from) : now < startsAt ? startsAt : open.to;
  if (change === null || endsAt === null) return change;
  // A window that would open when all is over does not open.
  if (open === null && change >= endsAt) return null;
  return Math.min(change, endsAt);
}
