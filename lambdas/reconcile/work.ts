import type { Configuration } from '../../engine/configuration/configuration';
import { type ReconcilePorts, reconcile } from '../../engine/reconcile';
import { withRegexEngine } from '../regex';
import type { Work } from '../wrap';

/** Fingerprints that a line of the log names; more of them only count. */
const MAX_NAMED = 50;

/** Has what we believe of alarms agree with CloudWatch. */
export const reconcileOnce =
  (ports: () => ReconcilePorts, configuration: () => Configuration): Work<unknown, void> =>
  async (_event, { log }) => {
    const { inAlarm, firing, ended, raised, left } = await withRegexEngine(() => reconcile(ports(), configuration()));
    log.info('reconciled', {
      inAlarm,
      firing,
      ended: ended.length,
      raised: raised.length,
      changed: [...ended, ...raised].slice(0, MAX_NAMED),
      left: left.map(({ reason, alarms }) => `${alarms}: ${reason}`),
    });
  };
