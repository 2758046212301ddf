import { type ReconcilePorts, reconcile } from '../../engine/reconcile';
import type { Work } from '../wrap';

/** Fingerprints that a line of the log names; more of them only count. */
const MAX_NAMED = 50;

/** Has what we believe of alarms agree with CloudWatch. */
export const reconcileOnce =
  (ports: () => ReconcilePorts): Work<unknown, void> =>
  async (_event, { log }) => {
    const { inAlarm, firing, ended, raised, left } = await reconcile(ports());
    log.info('reconciled', {
      inAlarm,
      firing,
      ended: ended.length,
      raised: raised.length,
      changed: [...ended, ...raised].slice(0, MAX_NAMED),
      left: left.map(({ reason, alarms }) => `${alarms}: ${reason}`),
    });
  };
