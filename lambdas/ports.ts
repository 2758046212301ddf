import { randomUUID } from 'node:crypto';
import { DynamoStore, dynamoClient } from '../adapters/aws/dynamodb';
import { type Clock, type Ids, type Ports, type Queue, type Transport, TransportError } from '../engine/ports';
import { variable } from './environment';
import { lateQueue } from './queue';

export const clock: Clock = { now: Date.now };
const ids: Ids = { next: randomUUID, random: Math.random };

/** Of the functions that send nothing: they may not even read a provider's key. */
const none: Transport = {
  send: async () => {
    throw new TransportError('this function sends nothing');
  },
};

async function loadQueue(): Promise<Queue> {
  const { SqsQueue, sqsClient } = await import('../adapters/aws/sqs');
  return new SqsQueue(sqsClient(), {
    ingest: variable('TOCSIN_INGEST_QUEUE_URL'),
    wake: variable('TOCSIN_WAKE_QUEUE_URL'),
    deliver: variable('TOCSIN_DELIVER_QUEUE_URL'),
  });
}

const table = (): DynamoStore => new DynamoStore(dynamoClient(), variable('TOCSIN_TABLE'));

/** The ports on AWS, as the environment names them. */
export const awsPorts = (): Ports => ({
  clock,
  ids,
  transport: none,
  queue: lateQueue(loadQueue, 'soon'),
  store: table(),
});

/** The same for who sends to people: it gives hints only where something did not go well. */
export const sendingPorts = (transport: Transport): Ports => ({
  clock,
  ids,
  transport,
  queue: lateQueue(loadQueue, 'needed'),
  store: table(),
});
