import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type ILayerVersion, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CONFIGURATION_PATH } from './configuration-layer';
import { type FunctionName, MEMORY_MB, TIMEOUT } from './pacing';
import { type Parts, permissionsOf } from './permissions';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export type PipelineFunctionProps = {
  readonly name: FunctionName;
  readonly parts: Parts;
  readonly configuration: ILayerVersion;
  readonly logRetention: RetentionDays;
  readonly reservedConcurrency: number | undefined;
};

/** One of the functions: its code by path, its own log group, and a role that may do what its table says and no more. */
export class PipelineFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const { name, parts, reservedConcurrency } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      description: `What ${name} may do`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { permissions: new PolicyDocument({ statements: permissionsOf(name, parts, logGroup) }) },
    });
    this.function = new NodejsFunction(this, 'Function', {
      description: DESCRIPTION[name],
      entry: join(ROOT, 'lambdas', name, 'handler.ts'),
      projectRoot: ROOT,
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: TIMEOUT[name],
      memorySize: MEMORY_MB[name],
      tracing: Tracing.ACTIVE,
      logGroup,
      // What grants as it connects has nothing to add: the table says all.
      role: role.withoutPolicyUpdates(),
      layers: [props.configuration],
      environment: environment(parts),
      // Nobody asks for more than one attempt at what the next minute does again.
      ...(name === 'sweep' && { retryAttempts: 0 }),
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      awsSdkConnectionReuse: false, // a setting of version 2 of the SDK
      bundling: {
        format: OutputFormat.ESM,
        target: 'node20', // the oldest Node that runs it: a developer's own, in the embedded AWS
        mainFields: ['module', 'main'],
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        bundleAwsSDK: true, // what was tested is what runs; the embedded AWS brings none
        banner: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
      },
    });
  }
}

const DESCRIPTION: Readonly<Record<FunctionName, string>> = {
  ingest: 'Reads alarms and arms their groups',
  flush: 'Decides what is to be said to whom',
  notify: 'Says it: PagerDuty, Slack, SMS, e-mail, webhook',
  sweep: 'Each minute: hints at all that is due',
};

/** No secret is ever among these: where one is needed its reference stands. */
function environment({ table, queues, sentryDsn }: Parts): Record<string, string> {
  return {
    TOCSIN_TABLE: table.tableName,
    TOCSIN_WAKE_QUEUE_URL: queues.wake.queueUrl,
    TOCSIN_DELIVER_QUEUE_URL: queues.deliver.queueUrl,
    TOCSIN_CONFIGURATION: CONFIGURATION_PATH,
    POWERTOOLS_SERVICE_NAME: 'tocsin',
    POWERTOOLS_METRICS_NAMESPACE: 'Tocsin',
    NODE_OPTIONS: '--enable-source-maps',
    ...(sentryDsn && { TOCSIN_SENTRY_DSN: sentryDsn }),
  };
}
