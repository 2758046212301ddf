import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { DynamoStore } from '../../../adapters/aws/dynamodb';
import { MemoryStore } from '../../../adapters/memory/store';
import { type EmbeddedAws, startEmbeddedAws } from '../../support/embedded-aws';
import { createTable } from '../../support/table';
import { describeStore } from '../store-contract';
import { apply, operation, settle } from '../store-operations';

let aws: EmbeddedAws;
let client: DynamoDBClient;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  client = new DynamoDBClient({ ...aws.settings, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await aws.stop();
});

async function emptyStore(): Promise<DynamoStore> {
  const table = `tocsin-${randomUUID()}`;
  await createTable(client, table);
  return new DynamoStore(client, table);
}

describeStore(emptyStore);

test('any sequence of operations gives the same in memory', async () => {
  const sequence = fc.array(operation, { minLength: 1, maxLength: 30 });
  const agree = fc.asyncProperty(sequence, async (operations) => {
    const [memory, dynamo] = [new MemoryStore(), await emptyStore()];
    for (const step of operations) {
      expect(await settle(apply(dynamo, step))).toEqual(await settle(apply(memory, step)));
    }
  });
  await fc.assert(agree, { numRuns: 60 });
}, 60_000);
