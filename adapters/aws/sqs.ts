import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import type { Message, Queue } from '../../engine/ports';

const MAX_DELAY_SECONDS = 900;

export type QueueUrls = { readonly ingest: string; readonly wake: string; readonly deliver: string };

export const sqsClient = (settings: SQSClientConfig = {}): SQSClient =>
  new SQSClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...settings,
    // The address is the client's; a queue's URL names only the queue. An embedded AWS may have moved to another port.
    useQueueUrlAsEndpoint: false,
  });

/** The queues on SQS. A delay beyond SQS's 15 minutes is cut: the hint comes early, and what is not due waits. */
export class SqsQueue implements Queue {
  readonly #client: SQSClient;
  readonly #urls: QueueUrls;

  constructor(client: SQSClient, urls: QueueUrls) {
    this.#client = client;
    this.#urls = urls;
  }

  async send(message: Message, delayMs: number): Promise<void> {
    const { queue, ...hint } = message;
    const command = new SendMessageCommand({
      QueueUrl: this.#urls[queue],
      MessageBody: message.queue === 'ingest' ? message.body : JSON.stringify(hint),
      DelaySeconds: Math.min(Math.max(0, Math.ceil(delayMs / 1000)), MAX_DELAY_SECONDS),
      // A fair queue: a destination with a long backlog does not hold up the others.
      ...(message.queue === 'deliver' && { MessageGroupId: message.slot }),
    });
    await this.#client.send(command);
  }
}
