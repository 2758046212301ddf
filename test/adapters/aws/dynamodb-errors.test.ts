import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoStore } from '../../../adapters/aws/dynamodb';
import { StoreError, type Write } from '../../../engine/ports';

/** What the embedded AWS cannot be made to answer. */
const client = new DynamoDBClient({ region: 'us-east-1' });
const aws = mockClient(client);
const pauses: number[] = [];
const store = new DynamoStore(client, 'table', {
  random: () => 1,
  sleep: async (ms) => {
    pauses.push(ms);
  },
});

const KEY = { pk: 'p', sk: 's' };
const WRITES: readonly Write[] = [{ type: 'put', item: { ...KEY, secretText: 'never in a message' } }];

const failure = (name: string, status = 400): Error =>
  Object.assign(new Error(`${name}: never in a message`), { name, $metadata: { httpStatusCode: status } });
const lost = (): Error => Object.assign(new Error('socket hang up'), { name: 'Error' });
const cancelled = (...codes: string[]): Error =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

beforeEach(() => {
  aws.reset();
  pauses.length = 0;
});

describe.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'TransactionConflictException'])(
  'after %s',
  (name) => {
    test('a conditional write is repeated: it was not applied', async () => {
      aws
        .on(UpdateItemCommand)
        .rejectsOnce(failure(name))
        .resolves({ Attributes: { pk: { S: 'p' }, sk: { S: 's' } } });

      const written = await store.update(KEY, { add: { n: 1 } }, [[['n', 'absent']]]);

      expect(written).toEqual({ ok: true, item: KEY });
      expect(pauses).toHaveLength(1);
    });

    test('it is an error after five tries, each later than the one before', async () => {
      aws.on(PutItemCommand).rejects(failure(name));

      await expect(store.put({ ...KEY })).rejects.toMatchObject({ name: 'StoreError', message: `put p s: ${name}` });

      expect(aws.commandCalls(PutItemCommand)).toHaveLength(5);
      expect(pauses).toEqual([50, 100, 200, 400]);
    });
  },
);

describe('when no answer came, or that the service broke', () => {
  const unknown: [string, () => Error][] = [
    ['a lost connection', lost],
    ['a broken service', () => failure('InternalServerError', 500)],
  ];

  test.each(unknown)('%s: a conditional write is not repeated, it may have been applied', async (_what, error) => {
    aws.on(PutItemCommand).rejects(error());

    await expect(store.put({ ...KEY }, [[['pk', 'absent']]])).rejects.toThrow(StoreError);

    expect(aws.commandCalls(PutItemCommand)).toHaveLength(1);
  });

  test.each(unknown)('%s: an update is not repeated, it may add twice', async (_what, error) => {
    aws.on(UpdateItemCommand).rejects(error());

    await expect(store.update(KEY, { add: { n: 1 } })).rejects.toThrow(StoreError);

    expect(aws.commandCalls(UpdateItemCommand)).toHaveLength(1);
  });

  test.each(unknown)('%s: reads and plain puts are repeated', async (_what, error) => {
    aws.on(GetItemCommand).rejectsOnce(error()).resolves({});
    aws.on(QueryCommand).rejectsOnce(error()).resolves({ Items: [] });
    aws.on(PutItemCommand).rejectsOnce(error()).resolves({});

    expect(await store.get(KEY)).toBeNull();
    expect(await store.query('p', 'a', 'b')).toEqual([]);
    expect(await store.put({ ...KEY })).toEqual({ ok: true, item: KEY });
  });

  test.each(unknown)('%s: a transaction is repeated under the same token', async (_what, error) => {
    aws.on(TransactWriteItemsCommand).rejectsOnce(error()).resolves({});

    expect(await store.transact(WRITES)).toBe(true);

    const tokens = aws.commandCalls(TransactWriteItemsCommand).map(({ args }) => args[0].input.ClientRequestToken);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toBeTruthy();
  });
});

describe('a cancelled transaction', () => {
  test.each([['TransactionConflict'], ['ThrottlingError'], ['ProvisionedThroughputExceeded']])(
    '%s: is tried again',
    async (code) => {
      aws.on(TransactWriteItemsCommand).rejectsOnce(cancelled('None', code)).resolves({});

      expect(await store.transact(WRITES)).toBe(true);
    },
  );

  test('whose condition failed is a plain no, whatever else went wrong', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'));

    expect(await store.transact(WRITES)).toBe(false);
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(1);
  });

  test('that never gets through is an error', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict'));

    await expect(store.transact(WRITES)).rejects.toThrow(StoreError);
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(5);
  });

  test('that is invalid is not tried again', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('ValidationError'));

    await expect(store.transact(WRITES)).rejects.toThrow(StoreError);
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(1);
  });
});

test('each transaction has a token of its own', async () => {
  aws.on(TransactWriteItemsCommand).resolves({});
  await store.transact(WRITES);
  await store.transact(WRITES);

  const tokens = aws.commandCalls(TransactWriteItemsCommand).map(({ args }) => args[0].input.ClientRequestToken);
  expect(new Set(tokens).size).toBe(2);
});

test('an error names the operation, the key and the fault, and nothing that was written', async () => {
  aws.on(PutItemCommand).rejects(failure('ValidationException'));

  const error = await store.put({ ...KEY, text: 'alarm text' }).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({
    name: 'StoreError',
    message: 'put p s: ValidationException',
    cause: { name: 'ValidationException' },
  });
});

test('a refusal without the item is one of an item that does not exist', async () => {
  aws
    .on(PutItemCommand)
    .rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: { httpStatusCode: 400 } }));

  expect(await store.put({ ...KEY }, [[['pk', 'present']]])).toEqual({ ok: false, existing: null });
});

test('reads are strongly consistent', async () => {
  aws.on(GetItemCommand).resolves({});
  aws.on(QueryCommand).resolves({ Items: [] });
  await store.get(KEY);
  await store.query('p', 'a', 'b');

  expect(aws.commandCalls(GetItemCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
  expect(aws.commandCalls(QueryCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
});
