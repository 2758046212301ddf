import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { CONFIG, HEARTBEATS, ratePartition } from '../../../engine/keys';
import { type FunctionName, QUEUES, type QueueName } from './pacing';
import type { References } from './references';
import { parameterArn, secretArn, splitReference } from './secret-arns';
import { DUE_INDEX } from './table';

/** One line of a function's permissions, in IAM's own words. */
export type Permission = {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  /** Everything but these. */
  readonly notResources?: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

export type Parts = {
  readonly scope: Construct;
  readonly table: ITable;
  readonly queues: Readonly<Record<QueueName, IQueue>>;
  readonly references: References;
  /** Where alarms publish that are ours. */
  readonly topics: readonly ITopic[];
  /** Where error reports go, a secret's reference. */
  readonly sentryDsn: string | undefined;
};

/** All that each function may do. Nothing else grants anything: a reader needs only this table. */
const TABLE: Readonly<Record<FunctionName, (parts: Parts) => readonly (Permission | null)[]>> = {
  ingest: ({ scope, table, queues }) => [
    consume(queues.ingest),
    {
      sid: 'WriteAlertsAndArmGroups',
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    },
    onlyPartitions('KeepHeartbeats', ['dynamodb:PutItem'], table, HEARTBEATS),
    // `deliver`: what is critical goes round a table that is down.
    send(queues, 'ingest', 'wake', 'deliver'),
    DESCRIBE_ALARMS,
    alarms(scope, 'ReadTags', 'cloudwatch:ListTagsForResource'),
  ],
  flush: ({ table, queues }) => [
    consume(queues.wake),
    {
      sid: 'ReadAndCommitGroups',
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
    },
    send(queues, 'wake', 'deliver'),
  ],
  notify: ({ scope, table, queues, references }) => [
    consume(queues.deliver),
    { sid: 'ClaimAndMarkSlots', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [table.tableArn] },
    send(queues, 'ingest', 'wake', 'deliver'),
    sms(references),
    email(scope, references),
    ...secrets(scope, 'Provider', references.secrets),
  ],
  sweep: ({ scope, table, queues, references }) => [
    { sid: 'FindWhatIsDue', actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${DUE_INDEX}`] },
    onlyPartitions('ReadHeartbeats', ['dynamodb:Query'], table, HEARTBEATS),
    send(queues, 'ingest', 'wake', 'deliver'),
    ...secrets(scope, 'OwnHeartbeat', references.ownHeartbeat),
  ],
  // The public one: it hands on, and keeps its own counters. It cannot even read the table.
  intake: ({ scope, table, queues, references }) => [
    onlyPartitions('CountRequests', ['dynamodb:UpdateItem'], table, ratePartition('*')),
    send(queues, 'ingest'),
    ...secrets(scope, 'Sender', references.intake),
  ],
  reconcile: ({ scope, table, queues }) => [
    {
      sid: 'ReadAndWriteAlerts',
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    },
    { sid: 'FindWhatFires', actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${DUE_INDEX}`] },
    send(queues, 'ingest'),
    DESCRIBE_ALARMS,
    alarms(scope, 'ReadAlarms', 'cloudwatch:ListTagsForResource', 'cloudwatch:DescribeAlarmContributors'),
    { sid: 'ListMuteRules', actions: ['cloudwatch:ListAlarmMuteRules'], resources: ['*'] },
    {
      sid: 'ReadMuteRules',
      actions: ['cloudwatch:GetAlarmMuteRule'],
      resources: [cloudWatchArn(scope, 'alarm-mute-rule')],
    },
  ],
  reload: ({ table, queues }) => [
    {
      sid: 'RouteAnew',
      actions: ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    },
    onlyPartitions('PublishConfiguration', ['dynamodb:PutItem', 'dynamodb:DeleteItem'], table, CONFIG),
    { sid: 'FindWhatWaits', actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${DUE_INDEX}`] },
    send(queues, 'wake'),
  ],
};

/** With less than everything for a resource, CloudWatch leaves composites out of its answer. */
const DESCRIBE_ALARMS: Permission = {
  sid: 'DescribeAlarms',
  actions: ['cloudwatch:DescribeAlarms'],
  resources: ['*'],
};

const cloudWatchArn = (scope: Construct, resource: string): string =>
  Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource,
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

const alarms = (scope: Construct, sid: string, ...actions: readonly string[]): Permission => ({
  sid,
  actions,
  resources: [cloudWatchArn(scope, 'alarm')],
});

/** What a function may do, as policy statements. */
export function permissionsOf(name: FunctionName, parts: Parts, logGroup: ILogGroup): PolicyStatement[] {
  const everyFunction = [
    {
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    },
    // X-Ray has no resources to name.
    { sid: 'Trace', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
    ...secrets(parts.scope, 'ErrorReport', parts.sentryDsn ? [parts.sentryDsn] : []),
  ];
  return [...everyFunction, ...TABLE[name](parts)].filter((permission) => permission !== null).map(statement);
}

function statement({ sid, actions, resources, notResources, conditions }: Permission): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: [...actions],
    ...(resources && { resources: [...resources] }),
    ...(notResources && { notResources: [...notResources] }),
    ...(conditions && { conditions }),
  });
}

/** In items whose partition's key is this, or begins so where it ends in `*`. */
const onlyPartitions = (sid: string, actions: readonly string[], table: ITable, key: string): Permission => ({
  sid,
  actions,
  resources: [table.tableArn],
  conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [key] } },
});

const consume = (queue: IQueue): Permission => ({
  sid: 'Consume',
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
  resources: [queue.queueArn],
});

const send = (queues: Parts['queues'], ...names: readonly QueueName[]): Permission => ({
  sid: 'Hint',
  actions: ['sqs:SendMessage'],
  resources: QUEUES.filter((name) => names.includes(name)).map((name) => queues[name].queueArn),
});

/** A phone number is no resource that a policy can name: everything that is none, topics and devices, is left out. */
const sms = ({ sendsSms }: References): Permission | null =>
  sendsSms ? { sid: 'SendSms', actions: ['sns:Publish'], notResources: ['arn:*:sns:*:*:*'] } : null;

/** SES asks for the identity that sends and, while an account is in the sandbox, for the one that receives. */
function email(scope: Construct, { senders, recipients, sendsAnywhere }: References): Permission | null {
  if (senders.length === 0) return null;
  const stack = Stack.of(scope);
  // Held in by the addresses that it may come from.
  const identities = sendsAnywhere ? ['*'] : [...new Set([...senders, ...recipients].flatMap(identitiesOf))].sort();
  return {
    sid: 'SendEmail',
    actions: ['ses:SendEmail'],
    resources: identities.map((identity) =>
      stack.formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
    ),
    conditions: { StringEqualsIgnoreCase: { 'ses:FromAddress': senders } },
  };
}

/** An address may be verified by itself, by its domain or by a domain above that. */
function identitiesOf(address: string): string[] {
  const labels = (address.split('@')[1] ?? '').split('.');
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return [address, ...domains];
}

/** To read these secrets and no others; whichever key they are encrypted with, it opens these only. */
function secrets(scope: Construct, whose: string, references: readonly string[]): Permission[] {
  const stack = Stack.of(scope);
  const anyKey = stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' });
  const named = (kind: 'ssm' | 'secretsmanager') =>
    references.map(splitReference).filter((reference) => reference.kind === kind);
  const parameters = named('ssm').map(({ name }) => parameterArn(stack, name));
  const managed = named('secretsmanager').map(({ name }) => secretArn(stack, name));
  const open = (sid: string, service: string, context: string, arns: readonly string[]): Permission => ({
    sid,
    actions: ['kms:Decrypt'],
    resources: [anyKey],
    conditions: {
      StringEquals: { 'kms:ViaService': `${service}.${stack.region}.amazonaws.com` },
      StringLike: { [`kms:EncryptionContext:${context}`]: arns },
    },
  });
  return [
    ...(parameters.length > 0
      ? [
          { sid: `${whose}Parameters`, actions: ['ssm:GetParameter'], resources: parameters },
          open(`${whose}ParameterKeys`, 'ssm', 'PARAMETER_ARN', parameters),
        ]
      : []),
    ...(managed.length > 0
      ? [
          { sid: `${whose}Secrets`, actions: ['secretsmanager:GetSecretValue'], resources: managed },
          open(`${whose}SecretKeys`, 'secretsmanager', 'SecretARN', managed),
        ]
      : []),
  ];
}
