import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { SYSTEMS_PATH, type System } from '../../../core/deployed/system';
import type { QueueName } from './pacing';
import type { QueuePair } from './queues';

export type SystemProps = {
  readonly name: string;
  readonly table: ITable;
  readonly pairs: Readonly<Record<QueueName, QueuePair>>;
};

/** Tells `tocsin` where everything is: names that CloudFormation makes up, so that nobody has to copy them. */
export function systemParameter(scope: Construct, id: string, { name, table, pairs }: SystemProps): StringParameter {
  const addresses = ({ queue, deadLetters }: QueuePair) => ({ url: queue.queueUrl, deadLetters: deadLetters.queueUrl });
  const system: System = {
    name,
    table: table.tableName,
    queues: { ingest: addresses(pairs.ingest), wake: addresses(pairs.wake), deliver: addresses(pairs.deliver) },
  };
  return new StringParameter(scope, id, {
    parameterName: `${SYSTEMS_PATH}/${name}`,
    description: 'Where the parts of this on-call centre are; read by the command "tocsin"',
    stringValue: Stack.of(scope).toJsonString(system),
  });
}
