import type { Configuration } from '../../engine/configuration/configuration';
import { type ReconcilePorts, reconcile } from '../../engine/reconcile';
import { withRegexEngine } from '../regex';
import type { Work } from '../wrap';

/** Has what we believe of alarms agree with CloudWatch. */
export const reconcileOnce =
  (ports: () => ReconcilePorts, configuration: () => Configuration): Work<unknown, void> =>
  async (_event, { log }) => {
    const { inAlarm, firing, ended, raised, left } = await withRegexEngine(() => reconcile(ports(), configuration()));
    log.info('reconciled', { inAlarm, firing, ended, raised, left });
  };
