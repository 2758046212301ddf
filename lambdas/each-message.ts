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
    return failures((await Promise.all(failed)).flat());
  };
}

export const failures = (records: readonly SQSRecord[]): SQSBatchResponse => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

function byBody(records: readonly SQSRecord[]): ReadonlyMap<string, SQSRecord[]> {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) groups.set(record.body, [...(groups.get(record.body) ?? []), record]);
  return groups;
}
