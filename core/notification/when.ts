import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';

const MAX_INSTANT = 8.64e15;

const isInstant = (at: EpochMs): boolean => Math.abs(at) <= MAX_INSTANT;

/** RFC 3339 as Go prints it: no zeros at the end of the fraction. What is no instant is the year 1, Go's zero. */
export function rfc3339(at: EpochMs | null): string {
  if (at === null || !isInstant(at)) return '0001-01-01T00:00:00Z';
  return new Date(at).toISOString().replace(/\.(\d*?)0*Z$/, (_, digits) => (digits ? `.${digits}Z` : 'Z'));
}

/** "14:02 UTC"; on another day than `now` "5 Jan 14:02 UTC", in another year "5 Jan 2026 14:02 UTC". */
export function clockTime(at: EpochMs, now: EpochMs): string {
  if (!isInstant(at)) return 'an unknown time';
  const date = new Date(at);
  const today = isInstant(now) ? new Date(now) : date;
  const time = `${date.toISOString().slice(-13, -8)} UTC`;
  if (date.toISOString().slice(0, -14) === today.toISOString().slice(0, -14)) return time;
  const isThisYear = date.getUTCFullYear() === today.getUTCFullYear();
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${isThisYear ? '' : `${date.getUTCFullYear()} `}${time}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "45 s", "12 min", "3 h 5 min", "2 d 4 h": two units at most, rounded down; less than nothing is "0 s". */
export function spanOf(ms: number): string {
  const span = Number.isFinite(ms) && ms > 0 ? ms : 0;
  if (span < MINUTE_MS) return `${Math.floor(span / SECOND_MS)} s`;
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min`;
  if (span < DAY_MS) return pair(span, [HOUR_MS, 'h'], [MINUTE_MS, 'min']);
  return pair(span, [DAY_MS, 'd'], [HOUR_MS, 'h']);
}

function pair(span: number, [big, bigName]: [number, string], [small, smallName]: [number, string]): string {
  const rest = Math.floor((span % big) / small);
  return `${Math.floor(span / big)} ${bigName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}
