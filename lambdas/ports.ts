import { randomUUID } from 'node:crypto';
import { DynamoStore, dynamoClient } from '../adapters/aws/dynamodb';
import { SqsQueue, sqsClient } from '../adapters/aws/sqs';
import { type Clock, type Ids, type Ports, type Transport, TransportError } from '../engine/ports';
import { variable } from './environment';

export const clock: Clock = { now: Date.now };
const ids: Ids = { next: randomUUID, random: Math.random };

/** Of the functions that send nothing: they may not even read a provider's key. */
const none: Transport = {
  send: async () => {
    throw new TransportError('this function sends nothing');
  },
};

/** The ports on AWS, as the environment names them. */
export const awsPorts = (transport: Transport = none): Ports => ({
  clock,
  ids,
  transport,
  store: new DynamoStore(dynamoClient(), variable('TOCSIN_TABLE')),
  queue: new SqsQueue(sqsClient(), {
    wake: variable('TOCSIN_WAKE_QUEUE_URL'),
    deliver: variable('TOCSIN_DELIVER_QUEUE_URL'),
  }),
});
