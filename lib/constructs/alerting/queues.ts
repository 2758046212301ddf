import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CONSUMER, DEAD_LETTER_RETENTION, PACE, QUEUES, type QueueName, TIMEOUT, VISIBILITY_FACTOR } from './pacing';

export type QueuePair = { readonly queue: Queue; readonly deadLetters: Queue };

/** The three standard queues, each with its dead letters. Order and duplicates do not matter to their readers. */
export class Queues extends Construct {
  readonly pairs: Readonly<Record<QueueName, QueuePair>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pairs = { ingest: this.#pair('ingest'), wake: this.#pair('wake'), deliver: this.#pair('deliver') };
  }

  get all(): readonly (readonly [QueueName, QueuePair])[] {
    return QUEUES.map((name) => [name, this.pairs[name]]);
  }

  #pair(name: QueueName): QueuePair {
    // Encrypted by SQS itself: a key of our own would cost a call per batch and open nothing less.
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, `${name}-dead-letters`, { ...safe, retentionPeriod: DEAD_LETTER_RETENTION });
    const { retention, maxReceiveCount } = PACE[name];
    const queue = new Queue(this, name, {
      ...safe,
      retentionPeriod: retention,
      visibilityTimeout: Duration.seconds(TIMEOUT[CONSUMER[name]].toSeconds() * VISIBILITY_FACTOR),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    return { queue, deadLetters };
  }
}
