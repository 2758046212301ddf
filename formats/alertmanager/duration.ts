import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/time';

/** Prometheus' units, longest first; a week has 7 days and a year 365. */
const UNITS = [
  ['y', 365 * DAY_MS],
  ['w', 7 * DAY_MS],
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
  ['ms', 1],
] as const;
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
/** Upstream counts nanoseconds in 64 bits. */
const MAX_MS = Math.floor((2 ** 63 - 1) / 1e6);

/**
 * Reads a Prometheus duration: `30s`, `1h30m`, `250ms`, `0`; units from large to small, each at most once, whole numbers.
 * @returns milliseconds, or null if it is none
 * @see https://pkg.go.dev/github.com/prometheus/common/model#ParseDuration
 */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  const found = text === '' ? null : DURATION.exec(text);
  if (!found) return null;
  const total = UNITS.reduce((sum, [, unit], at) => sum + Number(found[at + 1] ?? 0) * unit, 0);
  return total <= MAX_MS ? total : null;
}

/** Writes milliseconds as Prometheus does: `1h30m`, `250ms`, `0s`; years, weeks and days only where they are exact. */
export function printDuration(ms: number): string {
  let rest = ms;
  let text = '';
  for (const [name, unit] of UNITS) {
    const exact = unit > HOUR_MS;
    if (rest < unit || (exact && rest % unit !== 0)) continue;
    text += `${Math.floor(rest / unit)}${name}`;
    rest %= unit;
  }
  return text || '0s';
}

/**
 * Reads a point on a scenario's clock: a duration in which every number may have decimals (`1.5s`, `1h30m`, `250ms`).
 * @returns milliseconds, rounded to whole ones, or null if it is none
 */
export function parseOffset(text: string): number | null {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[ywdhms]))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, name] of text.matchAll(/([\d.]+)(ms|[ywdhms])/g)) {
    const unit = UNITS.find(([known]) => known === name)?.[1] ?? 0;
    total += Number(amount) * unit;
  }
  return total <= MAX_MS ? Math.round(total) : null;
}
