import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Voice, Work } from './wrap';

/**
 * Works through a batch at once, each distinct body once. What fails is delivered again, alone.
 * @param work may throw, at once too: only its own messages fail
 */
export function eachMessage(
  work: (body: string, voice: Voice) => void | Promise<void>,
): Work<SQSEvent, SQSBatchResponse> {
  return async ({ Records }, voice) => {
    const failed = [...byBody(Records)].map(async ([body, records]): Promise<readonly SQSRecord[]> => {
      try {
        await work(body, voice);
        return [];
      } catch (error) {
        voice.report(error, { messages: records.map(({ messageId }) => messageId).join(' ') });
        return records;
      }
    });
    return failures((await Promise.all(failed)).flat(), Records);
  };
}

/** Nothing of a batch could be worked through. */
export class BatchFailed extends Error {
  override readonly name = 'BatchFailed';
}

/**
 * What the queue is to deliver again.
 * @throws {BatchFailed} when all of it failed: Lambda counts a partial answer as a success, and the alarm on errors
 * must see that the table is down
 */
export function failures(failed: readonly SQSRecord[], batch: readonly SQSRecord[]): SQSBatchResponse {
  if (failed.length > 0 && failed.length === batch.length) throw new BatchFailed(`all ${batch.length} messages failed`);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

function byBody(records: readonly SQSRecord[]): ReadonlyMap<string, SQSRecord[]> {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) groups.set(record.body, [...(groups.get(record.body) ?? []), record]);
  return groups;
}
