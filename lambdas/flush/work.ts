import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Configuration } from '../../engine/configuration/configuration';
import { type FlushReport, flush, VersionConflict } from '../../engine/flush';
import type { Ports } from '../../engine/ports';
import { eachMessage } from '../each-message';
import { readHint, Wake } from '../hint';
import { withRegexEngine } from '../regex';
import type { Work } from '../wrap';

/** Who lost a race looks again at once: the queue would make the page wait. */
const TRIES = 3;

/** Looks at the groups of a batch of wakes. */
export const flushBatch = (ports: () => Ports, configuration: () => Configuration): Work<SQSEvent, SQSBatchResponse> =>
  eachMessage(async (body, { log, count }) => {
    const hint = readHint(Wake, body);
    if (!hint) return log.warn('a malformed wake is dropped');
    const { group } = hint;
    const { outcome, reason, wanted } = await settled(ports(), configuration(), group);
    log.info('looked at', { group, outcome, reason, wanted: wanted.length });
    if (outcome === 'committed') count('Commits', 1);
  });

async function settled(ports: Ports, configuration: Configuration, group: string): Promise<FlushReport> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withRegexEngine(() => flush(ports, configuration, group));
    } catch (error) {
      if (!(error instanceof VersionConflict) || tries === TRIES) throw error;
    }
  }
}
