import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { EpochMs } from '../../core/time';
import {
  type Condition,
  type Due,
  type Item,
  type Key,
  type Store,
  StoreError,
  type Update,
  type Write,
  type Written,
} from '../../engine/ports';
import { type Attributes, toAttribute, toAttributes, toItem, toKey } from './attributes';
import { conditionOf, updateOf } from './expressions';
import { cancellationCodes, type Pauses, realPauses, retried } from './retry';

/** The sparse index over `shard` and `wakeAt`. */
const DUE_INDEX = 'due';

/** Waits no longer than this for an answer; a queue will deliver again. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Does not retry by itself: {@link retried} knows what may be repeated. */
export const dynamoClient = (settings: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({ requestHandler: TIMEOUTS, ...settings, maxAttempts: 1 });

/** The table on DynamoDB. */
export class DynamoStore implements Store {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #pauses: Pauses;

  constructor(client: DynamoDBClient, table: string, pauses: Pauses = realPauses) {
    this.#client = client;
    this.#table = table;
    this.#pauses = pauses;
  }

  async get(key: Key): Promise<Item | null> {
    const command = new GetItemCommand({ TableName: this.#table, Key: toKey(key), ConsistentRead: true });
    const { Item: found } = await this.#call(`get ${nameOf(key)}`, true, () => this.#client.send(command));
    return found ? toItem(found) : null;
  }

  async put(item: Item, condition?: Condition): Promise<Written> {
    const command = new PutItemCommand({
      TableName: this.#table,
      Item: toAttributes(item),
      ...(condition && conditionOf(condition)),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return this.#write(`put ${nameOf(item)}`, condition === undefined, async () => {
      await this.#client.send(command);
      return item;
    });
  }

  async update(key: Key, update: Update, condition?: Condition): Promise<Written> {
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: toKey(key),
      ...updateOf(update, condition),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return this.#write(`update ${nameOf(key)}`, false, async () => {
      const { Attributes: after = toKey(key) } = await this.#client.send(command);
      return toItem(after);
    });
  }

  async query(pk: string, from: string, to: string): Promise<readonly Item[]> {
    if (Buffer.compare(Buffer.from(from), Buffer.from(to)) > 0) return []; // DynamoDB calls this an error
    const input: QueryCommandInput = {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':to': { S: to } },
    };
    return (await this.#pages(`query ${pk}`, input, Number.POSITIVE_INFINITY)).map(toItem);
  }

  async due(shard: number, until: EpochMs, limit: number): Promise<readonly Due[]> {
    const input: QueryCommandInput = {
      TableName: this.#table,
      IndexName: DUE_INDEX,
      KeyConditionExpression: '#shard = :shard AND wakeAt <= :until',
      ExpressionAttributeNames: { '#shard': 'shard' }, // a reserved word
      ExpressionAttributeValues: { ':shard': toAttribute(shard), ':until': toAttribute(until) },
    };
    const found = await this.#pages(`due ${shard}`, input, limit);
    return found.map((attributes) => {
      const { pk, sk, wakeAt } = toItem(attributes);
      return { pk, sk, wakeAt: Number(wakeAt) };
    });
  }

  async transact(writes: readonly Write[]): Promise<boolean> {
    const command = new TransactWriteItemsCommand({
      TransactItems: writes.map((write) => this.#transactItem(write)),
      // The same for each try: what was applied although its answer was lost is not applied again.
      ClientRequestToken: randomUUID(),
    });
    return this.#call(`transact ${writes.length} writes`, true, async () => {
      try {
        await this.#client.send(command);
        return true;
      } catch (error) {
        if (cancellationCodes(error).includes('ConditionalCheckFailed')) return false;
        throw error;
      }
    });
  }

  #transactItem(write: Write): TransactWriteItem {
    const TableName = this.#table;
    const { condition } = write;
    switch (write.type) {
      case 'put':
        return { Put: { TableName, Item: toAttributes(write.item), ...(condition && conditionOf(condition)) } };
      case 'update':
        return { Update: { TableName, Key: toKey(write.key), ...updateOf(write.update, condition) } };
      case 'delete':
        return { Delete: { TableName, Key: toKey(write.key), ...(condition && conditionOf(condition)) } };
      case 'check':
        return { ConditionCheck: { TableName, Key: toKey(write.key), ...conditionOf(write.condition) } };
    }
  }

  /** @param write gives the item as it is afterwards */
  #write(what: string, repeatable: boolean, write: () => Promise<Item>): Promise<Written> {
    return this.#call(what, repeatable, async () => {
      try {
        return { ok: true, item: await write() };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { ok: false, existing: error.Item ? toItem(error.Item) : null };
      }
    });
  }

  async #pages(what: string, input: QueryCommandInput, limit: number): Promise<readonly Attributes[]> {
    const found: Attributes[] = [];
    let start: Attributes | undefined;
    do {
      const page: QueryCommandInput = {
        ...input,
        ...(start && { ExclusiveStartKey: start }),
        ...(Number.isFinite(limit) && { Limit: limit - found.length }),
      };
      const output = await this.#call(what, true, () => this.#client.send(new QueryCommand(page)));
      found.push(...(output.Items ?? []));
      start = output.LastEvaluatedKey;
    } while (start && found.length < limit);
    return found;
  }

  async #call<Result>(what: string, repeatable: boolean, work: () => Promise<Result>): Promise<Result> {
    try {
      return await retried(work, repeatable, this.#pauses);
    } catch (error) {
      // The service's own text may quote what was written: the name says enough, the cause has the rest.
      throw new StoreError(`${what}: ${error instanceof Error ? error.name : 'unknown error'}`, { cause: error });
    }
  }
}

const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;
