import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { channels } from '../channels';
import { compile } from '../engine/configuration/compile';
import type { Configuration } from '../engine/configuration/configuration';
import { AlertingStack } from '../lib';
import { leaveOut } from '../lib/local/leave-out';
import { ACCOUNT, REGION } from '../local/aws/environment';

/** Functions whose calls belong to a page; the sweep only polls. */
export const COUNTED = ['ingest', 'flush', 'notify'] as const;
export type Counted = (typeof COUNTED)[number];

export const TOPICS = {
  /** Tocsin as it is deployed. */
  tocsin: topicArn('bench-critical'),
  /** Tocsin once more, each function with a counting proxy before it. */
  counted: topicArn('bench-counted-critical'),
  /** One function that posts what it gets. */
  minimal: topicArn('bench-minimal'),
};

/** Names of alarms begin with the way that they go: to one webhook, or to two. */
export const WAYS = ['one', 'two'] as const;
export type Way = (typeof WAYS)[number];

const routing = (webhook: string) => ({
  route: {
    receiver: 'one',
    group_by: ['alertname'],
    // As the reference's critical routes.
    group_wait: '0s',
    group_interval: '10s',
    repeat_interval: '4h',
    routes: [{ matchers: ['alertname=~"two-.*"'], receiver: 'two' }],
  },
  receivers: [
    { name: 'one', webhook_configs: [{ url: `${webhook}/tocsin` }] },
    { name: 'two', webhook_configs: [{ url: `${webhook}/tocsin` }, { url: `${webhook}/second` }] },
  ],
});

export type BenchApp = {
  readonly root: string;
  /** Where the templates go. */
  readonly outdir: string;
  /** Where all of them post. */
  readonly webhook: string;
  readonly proxies: Readonly<Record<Counted, string>>;
};

/** Writes the templates of all that is compared. @returns the configuration that Tocsin's functions run on */
export function synthesise({ root, outdir, webhook, proxies }: BenchApp): Configuration {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const app = new App({ outdir, context, analyticsReporting: false });
  const { configuration } = compile([{ name: 'routing.yml', value: routing(webhook) }], channels);
  const common = {
    configuration,
    emergency: { phones: ['+15550100000'] },
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
  };

  new AlertingStack(app, 'bench', { alerting: { ...common, name: 'bench' } });
  const counted = new AlertingStack(app, 'bench-counted', { alerting: { ...common, name: 'bench-counted' } });
  for (const name of COUNTED) watch(counted, name, proxies[name]);
  minimal(new Stack(app, 'bench-minimal'), webhook);

  leaveOut(app);
  app.synth();
  return configuration;
}

function watch({ alerting: { functions, queues } }: AlertingStack, name: Counted, proxy: string): void {
  const watched = functions[name];
  if (!(watched instanceof LambdaFunction)) throw new Error(`${name} is no function of this stack`);
  watched.addEnvironment('AWS_ENDPOINT_URL', proxy);
  // The client of SQS goes where a queue's address points, whatever the endpoint is.
  watched.addEnvironment('TOCSIN_INGEST_QUEUE_URL', `${proxy}/${ACCOUNT}/${queues.ingest.queueName}`);
  watched.addEnvironment('TOCSIN_WAKE_QUEUE_URL', `${proxy}/${ACCOUNT}/${queues.wake.queueName}`);
  watched.addEnvironment('TOCSIN_DELIVER_QUEUE_URL', `${proxy}/${ACCOUNT}/${queues.deliver.queueName}`);
}

/** SNS -> SQS -> function -> HTTP, and nothing that could be left out. */
function minimal(stack: Stack, webhook: string): void {
  const topic = new Topic(stack, 'Topic', { topicName: 'bench-minimal' });
  const queue = new Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(1) });
  topic.addSubscription(new SqsSubscription(queue));
  const post = `
    exports.handler = async ({ Records }) => {
      for (const { body } of Records) await fetch('${webhook}/minimal', { method: 'POST', body });
    };`;
  const poster = new LambdaFunction(stack, 'Post', {
    code: Code.fromInline(post),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.seconds(10),
    memorySize: 512,
  });
  poster.addEventSource(new SqsEventSource(queue, { batchSize: 10 }));
}

function topicArn(name: string): string {
  return `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
}
