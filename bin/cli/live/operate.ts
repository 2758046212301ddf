import { randomUUID } from 'node:crypto';
import { DynamoStore, dynamoClient } from '../../../adapters/aws/dynamodb';
import { SqsQueue, sqsClient } from '../../../adapters/aws/sqs';
import { type Ports, StoreError } from '../../../engine/ports';
import type { Io } from '../io';
import { chooseTarget } from '../send/target';
import { clientSettings, problemOf } from './aws';
import { systemAt } from './system';

/** Options of every command about the running system. */
export type LiveOptions = { readonly local?: boolean; readonly aws?: boolean; readonly name?: string };

/** All that an operator's command may use; it sends nothing to anybody itself. */
export type OperatorPorts = Pick<Ports, 'store' | 'queue' | 'clock' | 'ids'>;

/** The running system that a command is about. */
export type Operation = {
  readonly where: 'local' | 'aws';
  /** The system's name. */
  readonly name: string;
  readonly ports: OperatorPorts;
};

/** Lets a command work on the running system; tests give it one of their own. */
export type Operate = <Result>(
  io: Io,
  options: LiveOptions,
  work: (operation: Operation) => Promise<Result>,
) => Promise<Result>;

/**
 * Finds the system that is meant, lets the command work on it, and closes what it opened.
 * @throws {UsageError} where it is not clear which one is meant
 * @throws {Problem} when there is none, or it cannot be reached, in words of what to do about it
 */
export const operate: Operate = async (io, options, work) => {
  const target = chooseTarget(io, options);
  const { name, table, queues } = await systemAt(target, options.name);
  const settings = clientSettings(target);
  const [dynamo, sqs] = [dynamoClient(settings), sqsClient(settings)];
  const urls = { ingest: queues.ingest.url, wake: queues.wake.url, deliver: queues.deliver.url };
  const ports: OperatorPorts = {
    store: new DynamoStore(dynamo, table),
    queue: new SqsQueue(sqs, urls),
    clock: { now: Date.now },
    ids: { next: randomUUID, random: Math.random },
  };
  try {
    return await work({ where: target.where, name, ports });
  } catch (error) {
    if (error instanceof StoreError) throw problemOf(error.cause ?? error, target, 'DynamoDB');
    throw error;
  } finally {
    dynamo.destroy();
    sqs.destroy();
  }
};
