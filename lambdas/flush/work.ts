import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { command } from '../../engine/command';
import { VersionConflict } from '../../engine/commit';
import type { Configuration } from '../../engine/configuration/configuration';
import { flush } from '../../engine/flush';
import { LiveView } from '../../engine/muting/live';
import type { Ports } from '../../engine/ports';
import { eachMessage } from '../each-message';
import { readHint, Wake } from '../hint';
import { withRegexEngine } from '../regex';
import type { Work } from '../wrap';

/** Who lost a race looks again at once: the queue would make the page wait. */
const TRIES = 3;

/** Looks at the groups of a batch of wakes. */
export function flushBatch(ports: () => Ports, configuration: () => Configuration): Work<SQSEvent, SQSBatchResponse> {
  const live = new LiveView();
  return eachMessage(async (body, { log, count }) => {
    const hint = readHint(Wake, body);
    if (!hint) return log.warn('a malformed wake is dropped');
    const { group, act } = hint;
    if (act) {
      const report = await settled(() => command(ports(), configuration(), group, act, live));
      return log.info('acted', { group, act: act.type, from: act.from, ...report });
    }
    const { outcome, reason, wanted, muted } = await settled(() => flush(ports(), configuration(), group, live));
    log.info('looked at', { group, outcome, reason, wanted: wanted.length, muted: muted.length });
    if (outcome === 'committed') count('Commits', 1);
    if (muted.length > 0) count('Muted', muted.length);
  });
}

async function settled<Report>(look: () => Promise<Report>): Promise<Report> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withRegexEngine(look);
    } catch (error) {
      if (!(error instanceof VersionConflict) || tries === TRIES) throw error;
    }
  }
}
