import { SendMessageBatchCommand, SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { destinationOf } from '../../engine/keys';
import type { Message, Queue } from '../../engine/ports';

const MAX_DELAY_SECONDS = 900;
/** SQS takes so many at once. */
const MAX_BATCH = 10;

export type QueueUrls = { readonly ingest: string; readonly wake: string; readonly deliver: string };

export const sqsClient = (settings: SQSClientConfig = {}): SQSClient =>
  new SQSClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...settings,
    // The address is the client's; a queue's URL names only the queue. An embedded AWS may have moved to another port.
    useQueueUrlAsEndpoint: false,
  });

/** SQS refused one message of several. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}

type Entry = { readonly MessageBody: string; readonly DelaySeconds: number; readonly MessageGroupId?: string };
type Waiting = { readonly entry: Entry; readonly sent: () => void; readonly failed: (error: unknown) => void };

/**
 * The messages on SQS. Hints that are sent at one moment (a flush tells all its destinations) go in one call. A delay
 * beyond SQS's 15 minutes is cut: the hint comes early, and what is not due waits.
 */
export class SqsQueue implements Queue {
  readonly #client: SQSClient;
  readonly #urls: QueueUrls;
  readonly #waiting = new Map<Message['queue'], Waiting[]>();

  constructor(client: SQSClient, urls: QueueUrls) {
    this.#client = client;
    this.#urls = urls;
  }

  async send(message: Message, delayMs: number): Promise<void> {
    const entry = entryOf(message, delayMs);
    const isHint = message.queue !== 'ingest' && !('emergency' in message) && !('act' in message);
    if (!isHint) return this.#sendOne(message.queue, entry);
    return new Promise((sent, failed) => {
      const waiting = this.#waiting.get(message.queue) ?? [];
      waiting.push({ entry, sent, failed });
      if (waiting.length > 1) return;
      this.#waiting.set(message.queue, waiting);
      queueMicrotask(() => {
        this.#waiting.delete(message.queue);
        for (let at = 0; at < waiting.length; at += MAX_BATCH)
          void this.#sendBatch(message.queue, waiting.slice(at, at + MAX_BATCH));
      });
    });
  }

  async #sendOne(queue: Message['queue'], entry: Entry): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#urls[queue], ...entry }));
  }

  async #sendBatch(queue: Message['queue'], batch: readonly Waiting[]): Promise<void> {
    const [only, ...others] = batch;
    try {
      if (only && others.length === 0) {
        await this.#sendOne(queue, only.entry);
        return only.sent();
      }
      const Entries = batch.map(({ entry }, index) => ({ Id: String(index), ...entry }));
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({ QueueUrl: this.#urls[queue], Entries }),
      );
      const refused = new Map(Failed.map(({ Id, Code }) => [Id, Code]));
      for (const [index, { sent, failed }] of batch.entries()) {
        const code = refused.get(String(index));
        if (code === undefined) sent();
        else failed(new MessageRefused(`a message on ${queue} was refused: ${code}`));
      }
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
}

function entryOf(message: Message, delayMs: number): Entry {
  const { queue, ...body } = message;
  return {
    MessageBody: queue === 'ingest' ? message.body : JSON.stringify(body),
    DelaySeconds: Math.min(Math.max(0, Math.ceil(delayMs / 1000)), MAX_DELAY_SECONDS),
    // A fair queue: a destination with a long backlog does not hold up the others.
    ...(message.queue === 'deliver' && { MessageGroupId: destinationOf(message.slot) }),
  };
}
