import * as z from 'zod';
import type { EpochMs } from '../../../core/time';
import { parseOffset } from '../../../formats/alertmanager/duration';

/** A point in a scenario: counted from its start, or an instant of its own. */
export type Moment = { readonly from: 'start' | 'epoch'; readonly ms: number };

const ISO = /^(\d{4})-(\d\d)-(\d\d)[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)$/;
const HINT = 'write a duration after the start, like "1.5s" or "1h30m", or an instant, like "2026-01-05T09:00:00Z"';

function parseInstant(text: string): EpochMs | null {
  const found = ISO.exec(text);
  const ms = found ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (!found || Number.isNaN(ms)) return null;
  // JavaScript takes 30 February for 2 March.
  const [, year, month, day] = found.map(Number);
  const lastDay = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  return (day ?? 0) <= lastDay ? ms : null;
}

function parseMoment(text: string): Moment | null {
  const isBefore = text.startsWith('-');
  const offset = parseOffset(isBefore ? text.slice(1) : text);
  if (offset !== null) return { from: 'start', ms: isBefore ? -offset : offset };
  const instant = parseInstant(text);
  return instant === null ? null : { from: 'epoch', ms: instant };
}

/** A time of a scenario: `1s`, `1.5s`, `1h30m`, `250ms`, `-5m` (before the start) or ISO 8601 with a zone. */
export const Moment = z.string().transform((text, context): Moment => {
  const moment = parseMoment(text);
  if (moment) return moment;
  context.issues.push({ code: 'custom', message: `${JSON.stringify(text)} is not a time: ${HINT}`, input: text });
  return z.NEVER;
});

/** An instant that cannot count from the start: it is the start. */
export const Instant = z.string().transform((text, context): EpochMs => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  const message = `${JSON.stringify(text)} is not an instant: write one with its zone, like "2026-01-05T09:00:00Z"`;
  context.issues.push({ code: 'custom', message, input: text });
  return z.NEVER;
});

export const instantOf = ({ from, ms }: Moment, start: EpochMs): EpochMs => (from === 'start' ? start + ms : ms);

/** Seconds after the start, to the millisecond, as results are printed. */
export const secondsAfter = (start: EpochMs, instant: EpochMs): number => Math.round(instant - start) / 1_000;
