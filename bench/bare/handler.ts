import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** The least that a function with a table can be: what Tocsin's functions are compared with. */
export const handler = ({ key }: { readonly key: string }) =>
  client.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: key } } }));
