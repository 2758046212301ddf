import type { EpochMs } from '../../core/time';
import { parseWall } from '../../core/zone/zone';
import { Instant } from '../../engine/simulation/replay/moment';
import { parseOffset } from '../../formats/alertmanager/duration';
import { UsageError } from './io';

export const TIME_HINT = 'write "2026-01-05T09:00:00Z", "2026-01-05" (UTC), or a duration from now, like "2h"';

/**
 * A time that was given on the command line: ISO 8601, UTC where it names no zone, or a duration from now.
 * @throws {UsageError} for anything else
 */
export function parseTime(option: string, text: string, now: EpochMs): EpochMs {
  const offset = parseOffset(text);
  if (offset !== null) return now + offset;
  const instant = Instant.safeParse(text);
  if (instant.success) return instant.data;
  const wall = parseWall(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T'));
  if (wall !== null) return wall;
  throw new UsageError(`${option}: ${JSON.stringify(text)} is not a time: ${TIME_HINT}`);
}
