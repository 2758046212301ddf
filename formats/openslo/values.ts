import * as z from 'zod';
import { parseDuration } from '../../core/slo/duration';
import { isZone, parseWall } from '../../core/zone/zone';

/** A duration as it is written, such as `30d`. */
export const DurationText = z
  .string()
  .refine(
    (text) => parseDuration(text) !== null,
    'is not a duration: write a whole number above 0 and m, h, d, w, M (month), Q or Y, like "30d"',
  );

export const Operator = z.enum(['gt', 'gte', 'lt', 'lte']);
export type Operator = z.infer<typeof Operator>;

/** `2026-01-31 12:30:00` on a clock of {@link ZoneName}. */
export const StartTime = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) && parseWall(text.replace(' ', 'T')) !== null,
    'is not a time of a calendar: write "2026-01-01 00:00:00", without a zone',
  );

export const ZoneName = z
  .string()
  .refine(isZone, 'is not a time zone: write a name of the IANA database, like "Europe/Paris" or "UTC"');
