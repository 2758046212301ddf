import type { Ports } from '../../engine/ports';
import { sweep } from '../../engine/sweep';
import type { Work } from '../wrap';

/**
 * Hints at what is due. `Overdue` is written each time, also when it is 0: an alarm that takes silence for trouble
 * makes it the sweep's heartbeat.
 */
export const sweepOnce =
  (ports: () => Ports): Work<unknown, void> =>
  async (_event, { log, count }) => {
    const { hinted, overdue } = await sweep(ports());
    log.info('swept', { hinted, overdue });
    count('Overdue', overdue);
  };
