import { BURN_WINDOWS } from '../../../core/slo/burn-rate';
import { MINUTE_MS } from '../../../core/time';

/** A minute of a series; null is no data. */
export type Minute = { readonly good: number; readonly total: number } | null;
export type SliceRule = { readonly minutes: number; readonly target: number } | null;

type Sum = { readonly bad: number; readonly total: number; readonly events: number };

/** Everything counted anew for every window: slow, and easy to see to be right. Targets are in thousandths. */
export function reference(
  series: readonly Minute[],
  { thousandths, periodMinutes, slice }: { thousandths: number; periodMinutes: number; slice: SliceRule },
) {
  const sum = (end: number, minutes: number): Sum => {
    const from = Math.max(0, end - minutes);
    const rows = series.slice(from, end).flatMap((row, at) => (row ? [{ ...row, minute: from + at }] : []));
    const events = rows.reduce((total, row) => total + row.total, 0);
    if (!slice) return { bad: rows.reduce((bad, row) => bad + row.total - row.good, 0), total: events, events };
    const slices = new Map<number, { good: number; total: number }>();
    for (const { minute, good, total } of rows) {
      const index = Math.floor(minute / slice.minutes);
      const before = slices.get(index) ?? { good: 0, total: 0 };
      slices.set(index, { good: before.good + good, total: before.total + total });
    }
    const counted = [...slices.values()].filter(({ total }) => total > 0);
    const bad = counted.filter(({ good, total }) => good * 100 < slice.target * total);
    return { bad: bad.length, total: counted.length, events };
  };
  const isAbove = ({ bad, total }: Sum, spentPercent: number, longMinutes: number): boolean | null =>
    // bad / total > spent × period / long × (1 - target), in whole numbers.
    total === 0 ? null : bad * 100 * longMinutes * 1_000 > total * spentPercent * periodMinutes * (1_000 - thousandths);
  const pair = (end: number, spentPercent: number, long: number, short: number): boolean | null => {
    const inLong = sum(end, long);
    const top = spentPercent * periodMinutes * (1_000 - thousandths);
    const bottom = 100 * long * 1_000;
    if (top >= bottom || inLong.events * top < bottom) return false;
    const answers = [isAbove(inLong, spentPercent, long), isAbove(sum(end, short), spentPercent, long)];
    return answers.includes(false) ? false : answers.includes(null) ? null : true;
  };
  const either = (answers: readonly (boolean | null)[]): boolean | null =>
    answers.includes(true) ? true : answers.includes(null) ? null : false;

  const alerts: { at: number; severity: string; state: string }[] = [];
  const firing = { page: false, ticket: false };
  const set = (severity: 'page' | 'ticket', now: boolean, at: number): void => {
    if (firing[severity] !== now) {
      alerts.push({ at: at * MINUTE_MS, severity, state: now ? 'firing' : 'resolved' });
    }
    firing[severity] = now;
  };
  series.forEach((row, minute) => {
    if (!row) return;
    const end = minute + 1;
    set('page', either([pair(end, 2, 60, 5), pair(end, 5, 360, 30)]) ?? firing.page, end);
    const ticket = either([pair(end, 10, 1_440, 120), pair(end, 10, 4_320, 360)]);
    set('ticket', !firing.page && (ticket ?? firing.ticket), end);
  });
  const whole = sum(series.length, periodMinutes);
  return {
    ...whole,
    burns: BURN_WINDOWS.map(([name, length]) => [name, sum(series.length, length / MINUTE_MS)] as const),
    alerts,
  };
}
