import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time';

/** OpenSLO's units. `m` is a minute, `M` a month. */
export const UNITS = ['m', 'h', 'd', 'w', 'M', 'Q', 'Y'] as const;
export type Unit = (typeof UNITS)[number];
export type Duration = { readonly value: number; readonly unit: Unit };

/** Months, quarters and years as long as OpenSLO's own library takes them where no calendar is named. */
const UNIT_MS: Readonly<Record<Unit, number>> = {
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  Q: 90 * DAY_MS,
  Y: 365 * DAY_MS,
};
/** A century: what is longer is a mistake. */
const MAX_MS = 100 * UNIT_MS.Y;

const isUnit = (text: string): text is Unit => (UNITS as readonly string[]).includes(text);

/** `30d`, `1M`. @returns null for anything else, and for nothing at all (`0d`) */
export function parseDuration(text: string): Duration | null {
  const [, value = '', unit = ''] = /^(\d{1,9})([A-Za-z])$/.exec(text) ?? [];
  if (!isUnit(unit) || Number(value) === 0) return null;
  const duration = { value: Number(value), unit };
  return lengthOf(duration) <= MAX_MS ? duration : null;
}

/** In milliseconds; a month counts 30 days, a quarter 90, a year 365. */
export const lengthOf = ({ value, unit }: Duration): number => value * UNIT_MS[unit];

export const durationText = ({ value, unit }: Duration): string => `${value}${unit}`;
