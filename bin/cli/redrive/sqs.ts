import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetters } from './move';

/** Long enough to give back what was taken; what is not given back is seen again then. */
const HIDDEN_SECONDS = 60;

/** How many wait; SQS counts roughly. */
export async function countIn(client: SQSClient, url: string): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

/** The dead letters of a queue on SQS. */
export const deadLettersOn = (client: SQSClient, from: string, to: string): DeadLetters => ({
  take: async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    return Messages.flatMap(({ ReceiptHandle, Body, Attributes }): readonly DeadLetter[] =>
      ReceiptHandle === undefined || Body === undefined
        ? []
        : [{ receipt: ReceiptHandle, body: Body, fairGroup: Attributes?.MessageGroupId }],
    );
  },
  giveBack: async (letters) => {
    const given: DeadLetter[] = [];
    for (const batch of withinBounds(letters)) {
      const { Successful = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: to,
          Entries: batch.map(({ body, fairGroup }, index) => ({
            Id: String(index),
            MessageBody: body,
            ...(fairGroup !== undefined && { MessageGroupId: fairGroup }),
          })),
        }),
      );
      given.push(...Successful.flatMap(({ Id }) => batch[Number(Id)] ?? []));
    }
    return given;
  },
  forget: async (letters) => {
    const Entries = letters.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: from, Entries }));
  },
});

/** A batch may hold 1 MiB; a little less, for what is around the bodies. */
const MAX_BATCH_BYTES = 900 * 1024;

/** As few batches as hold them. */
function withinBounds(letters: readonly DeadLetter[]): readonly (readonly DeadLetter[])[] {
  const batches: DeadLetter[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const letter of letters) {
    const size = Buffer.byteLength(letter.body);
    if (bytes + size > MAX_BATCH_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(letter);
    bytes += size;
  }
  return batches;
}
