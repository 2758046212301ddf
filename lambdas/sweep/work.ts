import type { Configuration } from '../../engine/configuration/configuration';
import { sweepHeartbeats } from '../../engine/heartbeat';
import type { Ports } from '../../engine/ports';
import { sweep } from '../../engine/sweep';
import { cronFor } from '../cron';
import type { Work } from '../wrap';

/**
 * Hints at what is due. `Overdue` is written each time, also when it is 0: an alarm that takes silence for trouble
 * makes it the sweep's heartbeat.
 */
export const sweepOnce =
  (
    ports: () => Ports,
    configuration: () => Configuration,
    report: (reference: string) => Promise<void>,
  ): Work<unknown, void> =>
  async (_event, { log, count }) => {
    const { hinted, overdue } = await sweep(ports());
    count('Overdue', overdue);
    await cronFor(configuration());
    const looks = await sweepHeartbeats(ports(), configuration());
    log.info('swept', { hinted, overdue, looks });
    const { ownHeartbeat } = configuration().ingest;
    // Whoever listens there should hear nothing while people wait.
    if (ownHeartbeat === null || overdue > 0) return;
    await report(ownHeartbeat).catch((error: unknown) => {
      log.warn('nobody heard that the sweep works', { error: error instanceof Error ? error.name : 'unknown error' });
    });
  };
