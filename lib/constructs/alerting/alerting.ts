import { Annotations, Aws, Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SEVERITIES } from '../../severity';
import { pipelineCode } from './bundle';
import { PipelineFunction } from './functions';
import { mapped } from './mapped';
import { OwnAlarms, ownAlarmPrefix } from './own-alarms';
import { CONSUMER, type FunctionName, PACE, QUEUES, type QueueName, RECONCILE_EVERY } from './pacing';
import type { Parts } from './permissions';
import type { AlertingProps, Emergency } from './props';
import { PublicApi } from './public-api';
import { Queues } from './queues';
import { referencesOf } from './references';
import { Rollout } from './rollout';
import { secondPath } from './second-path';
import { splitReference } from './secret-arns';
import { systemParameter } from './system';
import { alertingTable } from './table';
import { Topics } from './topics';

/**
 * An on-call centre in one's own account: publish a CloudWatch alarm on one of {@link topics} and whoever the
 * configuration names is told, and told again when it is over.
 *
 * ```ts
 * const alerting = new Alerting(this, 'Alerting', { configuration, emergency: { phones: ['+33600000000'] } });
 * alarm.addAlarmAction(new SnsAction(alerting.topics.critical));
 * alarm.addOkAction(new SnsAction(alerting.topics.critical));
 * ```
 */
export class Alerting extends Construct {
  /** Where alarms publish, by severity. */
  readonly topics: Topics['bySeverity'];
  readonly table: Table;
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  /** Where events, alerts and heartbeats are posted. */
  readonly intake: HttpApi;

  constructor(scope: Construct, id: string, props: AlertingProps) {
    super(scope, id);
    const { name = 'tocsin', configuration, emergency = {}, sentryDsn } = props;
    check(props);

    const topics = new Topics(this, 'Topics', {
      name,
      accounts: [...new Set([Aws.ACCOUNT_ID, ...(props.sourceAccounts ?? [])])],
      publishers: ['cloudwatch.amazonaws.com', ...(props.publishers ?? [])],
    });
    const queues = new Queues(this, 'Queues');
    this.topics = topics.bySeverity;
    this.queues = {
      ingest: queues.pairs.ingest.queue,
      wake: queues.pairs.wake.queue,
      deliver: queues.pairs.deliver.queue,
    };
    this.table = alertingTable(this, 'Table', {
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      deletionProtection: props.deletionProtection ?? true,
    });
    systemParameter(this, 'System', { name, table: this.table, pairs: queues.pairs });
    // The envelope stays: it carries the topic's ARN, which says the severity.
    for (const severity of SEVERITIES) this.topics[severity].addSubscription(new SqsSubscription(this.queues.ingest));

    const found = referencesOf(configuration);
    const references = { ...found, senders: [...new Set([...found.senders, ...(props.senders ?? [])])] };
    const severityTopics = SEVERITIES.map((severity) => this.topics[severity]);
    const parts: Parts = {
      scope: this,
      table: this.table,
      queues: this.queues,
      topics: severityTopics,
      references,
      sentryDsn,
    };
    const code = pipelineCode(configuration);
    const make = (name: FunctionName): PipelineFunction =>
      new PipelineFunction(this, name, {
        name,
        parts,
        code,
        logRetention: props.logRetention ?? RetentionDays.ONE_MONTH,
        reservedConcurrency: props.reservedConcurrency?.[name],
      });
    const made = {
      ingest: make('ingest'),
      flush: make('flush'),
      notify: make('notify'),
      sweep: make('sweep'),
      reconcile: make('reconcile'),
      intake: make('intake'),
      reload: make('reload'),
    };
    const functions = mapped(made, ({ function: one }) => one);
    this.functions = functions;
    const { reload, ...serving } = functions;
    const { live } = new Rollout(this, 'Rollout', {
      functions: serving,
      reload,
      configuration: configuration.hash,
      permissions: mapped(made, ({ permissions }) => permissions),
    });
    this.intake = new PublicApi(this, 'Intake', { name, handler: live.intake }).api;
    this.#connect(live, props.reconcile ?? true);
    secondPath(this, { queue: this.queues.ingest, ownAlarms: ownAlarmPrefix(name) });

    this.#tell(topics, emergency);
    new OwnAlarms(this, 'OwnAlarms', {
      name,
      queues,
      functions: this.functions,
      intake: this.intake,
      emergency: topics.emergency,
      smsQuotaUsd: props.smsQuotaUsd ?? 1,
    });
  }

  #connect(live: Rollout['live'], reconcile: boolean): void {
    for (const name of QUEUES) {
      const { batchSize, maxConcurrency } = PACE[name];
      const source = new SqsEventSource(this.queues[name], {
        batchSize,
        maxConcurrency,
        reportBatchItemFailures: true,
      });
      live[CONSUMER[name]].addEventSource(source);
    }
    new Rule(this, 'EveryMinute', {
      description: 'Wakes what is due',
      schedule: Schedule.rate(Duration.minutes(1)),
      // A late run would only do what the next one does.
      targets: [new LambdaFunction(live.sweep, { retryAttempts: 0 })],
    });
    new Rule(this, 'EveryFiveMinutes', {
      enabled: reconcile,
      description: 'Heals what was lost between CloudWatch and here',
      schedule: Schedule.rate(RECONCILE_EVERY),
      targets: [new LambdaFunction(live.reconcile, { retryAttempts: 0 })],
    });
  }

  #tell({ emergency: topic }: Topics, { phones = [], emails = [] }: Emergency): void {
    const tell = (protocol: SubscriptionProtocol, endpoints: readonly string[]) =>
      endpoints.forEach((endpoint, index) => {
        // Named by the endpoint: with a number, a reordered list would unsubscribe whom it had just subscribed.
        const id = `${protocol}-${Token.isUnresolved(endpoint) ? index : endpoint}`;
        new Subscription(topic, id, { topic, protocol, endpoint });
      });
    tell(SubscriptionProtocol.SMS, phones);
    tell(SubscriptionProtocol.EMAIL, emails);
    if (phones.length + emails.length > 0) return;
    Annotations.of(this).addWarningV2(
      'tocsin:emergency',
      'nobody hears when the alerting itself fails: name somebody in emergency.phones or emergency.emails',
    );
  }
}

/** Says what is wrong before CloudFormation does, minutes later. */
function check({
  name = 'tocsin',
  publishers = [],
  sourceAccounts = [],
  emergency = {},
  sentryDsn,
  ...props
}: AlertingProps): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name))
    throw new Error(`name "${name}": use letters, digits, "-" and "_", at most 63 of them`);
  // A key policy cannot be limited to an account for EventBridge: its events would be dropped without a word.
  if (publishers.includes('events.amazonaws.com'))
    throw new Error('publishers: let an EventBridge rule target the queue `ingest`; it cannot publish on these topics');
  for (const account of sourceAccounts)
    if (!Token.isUnresolved(account) && !/^\d{12}$/.test(account))
      throw new Error(`sourceAccounts: "${account}" is not an account: write its 12 digits`);
  for (const phone of emergency.phones ?? [])
    if (!Token.isUnresolved(phone) && !/^\+[1-9]\d{6,14}$/.test(phone))
      throw new Error(`emergency.phones: "${phone}" is not a number in E.164: write "+33600000000"`);
  for (const email of emergency.emails ?? [])
    if (!Token.isUnresolved(email) && !/^\S+@\S+$/.test(email))
      throw new Error(`emergency.emails: "${email}" is not an address: write "ada@example.com"`);
  const { smsQuotaUsd = 1 } = props;
  if (!(smsQuotaUsd > 0)) throw new Error(`smsQuotaUsd: ${smsQuotaUsd} is not a limit: write dollars a month, like 1`);
  if (sentryDsn !== undefined) splitReference(sentryDsn);
}
