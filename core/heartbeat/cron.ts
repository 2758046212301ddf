import { Cron } from 'croner';
import { provideCron } from './heartbeat';

const read = (cron: string, timezone: string): Cron => new Cron(cron, { timezone, paused: true });

provideCron((cron, timezone, after) => read(cron, timezone).nextRun(after));

/** Why an expression cannot be used, or null. */
export function cronFault(cron: string, timezone: string): string | null {
  try {
    return read(cron, timezone).nextRun(new Date(0)) ? null : 'names no time that ever comes';
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/^CronPattern: |\.$/g, '');
  }
}
