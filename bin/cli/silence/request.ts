import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Matcher } from '../../../core/routing/matcher';
import type { EpochMs } from '../../../core/time';
import type { SilenceRequest } from '../../../engine/silence';
import { parseOffset } from '../../../formats/alertmanager/duration';
import { readMatcher } from '../../../formats/alertmanager/matcher';
import type { SilenceAddOptions } from '../commands/silence';
import { Problem, UsageError } from '../io';
import { parseTime } from '../time';

/** Who sits here, if nobody says another name. */
export const author = (by: string | undefined): string => by ?? userInfo().username;

/** @throws {Problem} with every text that is no matcher */
export function matchersOf(texts: readonly string[]): readonly Matcher[] {
  const read = texts.map(readMatcher);
  const faults = read.flatMap((one) => (one.ok ? [] : [one.error]));
  if (faults.length > 0) throw new Problem(faults.join('\ntocsin: '));
  return read.flatMap((one) => (one.ok ? one.matchers : []));
}

/** @throws {UsageError} for what is no duration */
function lengthOf(option: string, text: string): number {
  const ms = parseOffset(text);
  if (ms === null || ms <= 0)
    throw new UsageError(`${option}: ${JSON.stringify(text)} is not a duration: write "2h" or "30m"`);
  return ms;
}

/**
 * What the command line asks for. @param now by which durations count
 * @throws {UsageError} where options do not go together or are missing
 * @throws {Problem} for matchers that are none
 */
export function requestOf(texts: readonly string[], options: SilenceAddOptions, now: EpochMs): SilenceRequest {
  const { incident = null, cron, timezone, lasting, untilResolved = false } = options;
  const ends = [options.for, options.until, untilResolved || undefined].filter((one) => one !== undefined);
  if (ends.length > 1) throw new UsageError('say one of --for, --until and --until-resolved');
  if (untilResolved && incident === null) throw new UsageError('--until-resolved needs --incident: say of which');
  if (ends.length === 0 && cron === undefined) {
    throw new UsageError('say how long: --for 2h, --until TIME, or --incident ID --until-resolved');
  }
  if (texts.length === 0 && incident === null) {
    throw new UsageError('say what is to be silent: a matcher, like \'alertname="DiskFull"\', or --incident');
  }
  if ((cron ?? timezone ?? lasting) !== undefined && [cron, timezone, lasting].includes(undefined)) {
    throw new UsageError('a window that comes again needs --cron, --timezone and --lasting');
  }
  const startsAt = options.start === undefined ? null : parseTime('--start', options.start, now);
  return {
    commandId: options.id ?? randomUUID(),
    kind: options.maintenance ? 'maintenance' : 'silence',
    matchers: matchersOf(texts),
    incident,
    startsAt,
    endsAt: endOf(options, startsAt ?? now, now),
    recurrence:
      cron === undefined || timezone === undefined || lasting === undefined
        ? null
        : { cron, timezone, durationMs: lengthOf('--lasting', lasting) },
    createdBy: author(options.by),
    comment: options.comment ?? '',
    source: 'cli',
    isEverythingMeant: options.yes ?? false,
  };
}

function endOf(options: SilenceAddOptions, startsAt: EpochMs, now: EpochMs): EpochMs | null {
  if (options.for !== undefined) return startsAt + lengthOf('--for', options.for);
  return options.until === undefined ? null : parseTime('--until', options.until, now);
}
