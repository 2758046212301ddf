import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Configuration } from '../../engine/configuration/configuration';
import { ingest } from '../../engine/ingest';
import type { Ports } from '../../engine/ports';
import { failures } from '../each-message';
import type { Work } from '../wrap';

/** Takes in a batch of messages; those that failed are delivered again, alone. */
export const ingestBatch =
  (ports: () => Ports, configuration: () => Configuration): Work<SQSEvent, SQSBatchResponse> =>
  async ({ Records }, { log, count, report }) => {
    const { results } = await ingest(
      ports(),
      configuration(),
      Records.map(({ body }) => body),
    );
    const failed = Records.filter(({ messageId }, index) => {
      const result = results[index];
      if (result?.ok) {
        const { alerts, stale, ignored } = result;
        log.info('taken in', { messageId, alerts, stale, ignored });
        if (alerts > 0) count('Alerts', alerts);
        return false;
      }
      report(result?.error ?? new Error('no result'), { messageId });
      return true;
    });
    return failures(failed, Records);
  };
