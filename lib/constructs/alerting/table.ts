import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** The sparse index over everything that must wake. */
export const DUE_INDEX = 'due';

export type AlertingTableProps = { readonly removalPolicy: RemovalPolicy; readonly deletionProtection: boolean };

/** The one table. Its logical id must never change: CloudFormation would begin with an empty one. */
export function alertingTable(scope: Construct, id: string, props: AlertingTableProps): Table {
  const table = new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: 'ttl',
    removalPolicy: props.removalPolicy,
    deletionProtection: props.deletionProtection,
  });
  table.addGlobalSecondaryIndex({
    indexName: DUE_INDEX,
    partitionKey: { name: 'shard', type: AttributeType.NUMBER },
    sortKey: { name: 'wakeAt', type: AttributeType.NUMBER },
    projectionType: ProjectionType.KEYS_ONLY,
  });
  return table;
}
