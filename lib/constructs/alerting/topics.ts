import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type BySeverity, bySeverity, type Severity } from '../../severity';

/** The name of a topic is a contract: its end tells the severity of what is published there. */
export const topicName = (name: string, end: Severity | 'emergency'): string => `${name}-${end}`;

/** The topics of an alerting in this account and region, by name: a stack that uses them needs no export of the other. */
export function topicsNamed(scope: Construct, name: string): BySeverity<ITopic> {
  const stack = Stack.of(scope);
  return bySeverity((severity) => {
    const topicArn = stack.formatArn({ service: 'sns', resource: topicName(name, severity) });
    return Topic.fromTopicArn(scope, `Topic-${severity}`, topicArn);
  });
}

export type TopicsProps = {
  readonly name: string;
  /** Accounts whose alarms may publish. */
  readonly accounts: readonly string[];
  /** Service principals that may publish. */
  readonly publishers: readonly string[];
};

/** Where alarms are published: a topic for each severity, one for the pipeline's own alarms, one key over all. */
export class Topics extends Construct {
  readonly key: Key;
  readonly bySeverity: BySeverity<Topic>;
  /** For alarms about the pipeline itself: SNS brings them to people without it. */
  readonly emergency: Topic;

  constructor(scope: Construct, id: string, { name, accounts, publishers }: TopicsProps) {
    super(scope, id);
    // Nothing outlives the key: messages pass through in seconds, so it may go with its stack.
    this.key = new Key(this, 'Key', {
      description: `Topics of ${name}: CloudWatch alarms on their way to people`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.key.addAlias(`alias/${name}-topics`);
    // CloudWatch drops an alarm silently where the key does not let it encrypt.
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishersMayEncrypt',
        principals: publishers.map((publisher) => new ServicePrincipal(publisher)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': accounts } },
      }),
    );
    const make = (end: Severity | 'emergency') => this.#topic(name, end, accounts, publishers);
    this.bySeverity = bySeverity(make);
    this.emergency = make('emergency');
  }

  #topic(name: string, end: Severity | 'emergency', accounts: readonly string[], publishers: readonly string[]): Topic {
    const topic = new Topic(this, end, {
      topicName: topicName(name, end),
      displayName: topicName(name, end),
      masterKey: this.key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishersMayPublish',
        effect: Effect.ALLOW,
        principals: publishers.map((publisher) => new ServicePrincipal(publisher)),
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': accounts } },
      }),
    );
    return topic;
  }
}
