import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CONFIGURATION_FILE } from './bundle';
import { type FunctionName, MEMORY_MB, TIMEOUT } from './pacing';
import { type Parts, permissionsOf } from './permissions';

export type PipelineFunctionProps = {
  readonly name: FunctionName;
  readonly parts: Parts;
  /** That of all functions: each is an entry in it. */
  readonly code: Code;
  readonly logRetention: RetentionDays;
  readonly reservedConcurrency: number | undefined;
};

/** One of the functions: an entry into the common code, its own log group, and a role that may do what its table says and no more. */
export class PipelineFunction extends Construct {
  readonly function: LambdaFunction;
  /** All that it may do. */
  readonly permissions: PolicyDocument;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const { name, parts, reservedConcurrency } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.permissions = new PolicyDocument({ statements: permissionsOf(name, parts, logGroup) });
    const role = new Role(this, 'Role', {
      description: `What ${name} may do`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { permissions: this.permissions },
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: DESCRIPTION[name],
      code: props.code,
      handler: `${name}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: TIMEOUT[name],
      memorySize: MEMORY_MB[name],
      tracing: Tracing.ACTIVE,
      logGroup,
      // What grants as it connects has nothing to add: the table says all.
      role: role.withoutPolicyUpdates(),
      environment: environment(parts),
      // Versions stay: an alias can be moved back to one in a moment.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
  }
}

const DESCRIPTION: Readonly<Record<FunctionName, string>> = {
  ingest: 'Reads alarms and arms their groups',
  flush: 'Decides what is to be said to whom',
  notify: 'Says it: PagerDuty, Slack, SMS, e-mail, webhook',
  intake: 'Takes what is posted from outside: events, alerts, heartbeats',
  sweep: 'Each minute: hints at all that is due',
  reconcile: 'Every five minutes: heals what was lost between CloudWatch and here',
  reload: 'Has a new configuration apply to what fires already',
};

/** No secret is ever among these: where one is needed its reference stands. */
function environment({ table, queues, topics, sentryDsn }: Parts): Record<string, string> {
  return {
    TOCSIN_TABLE: table.tableName,
    TOCSIN_INGEST_QUEUE_URL: queues.ingest.queueUrl,
    TOCSIN_TOPICS: topics.map(({ topicArn }) => topicArn).join(','),
    TOCSIN_WAKE_QUEUE_URL: queues.wake.queueUrl,
    TOCSIN_DELIVER_QUEUE_URL: queues.deliver.queueUrl,
    TOCSIN_CONFIGURATION: CONFIGURATION_FILE,
    POWERTOOLS_SERVICE_NAME: 'tocsin',
    POWERTOOLS_METRICS_NAMESPACE: 'Tocsin',
    ...(sentryDsn && { TOCSIN_SENTRY_DSN: sentryDsn }),
  };
}
