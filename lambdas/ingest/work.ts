import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { RegexEngineMissing } from '../../core/routing/regex';
import { breakGlass, type Waited } from '../../engine/break-glass';
import type { Configuration } from '../../engine/configuration/configuration';
import { type IngestReport, ingest } from '../../engine/ingest';
import type { SecondPathPorts } from '../../engine/second-path';
import { cronFor } from '../cron';
import { failures } from '../each-message';
import { withRegexEngine } from '../regex';
import type { Work } from '../wrap';

/** Takes in a batch of messages; those that failed are delivered again, alone. */
export const ingestBatch =
  (ports: () => SecondPathPorts, configuration: () => Configuration): Work<SQSEvent, SQSBatchResponse> =>
  async ({ Records }, { log, count, report }) => {
    await cronFor(configuration());
    const bodies = Records.map(({ body }) => body);
    const { results } = await withRegexEngine(async () => routable(await ingest(ports(), configuration(), bodies)));
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
    for (const record of failed) {
      try {
        const told = await breakGlass(ports(), configuration(), record.body, waitedOf(record, ports().clock.now()));
        if (told > 0) log.error('broke the glass', { messageId: record.messageId, destinations: told });
      } catch (error) {
        report(error, { messageId: record.messageId });
      }
    }
    return failures(failed, Records);
  };

const waitedOf = ({ attributes }: SQSRecord, now: number): Waited => ({
  receives: Number(attributes.ApproximateReceiveCount),
  ageMs: now - Number(attributes.SentTimestamp),
});

/** @throws {RegexEngineMissing} when it kept a message from its routes; it was met before anything was written */
function routable(report: IngestReport): IngestReport {
  for (const result of report.results) if (!result.ok && result.error instanceof RegexEngineMissing) throw result.error;
  return report;
}
