import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Configuration } from '../../../engine/configuration/configuration';
import type { FunctionName } from './pacing';

/** Whom SNS itself tells when the alerting is broken. A value may be a token, such as a parameter's value. */
export type Emergency = {
  /** Numbers in E.164, like `+33600000000`, told by SMS. */
  readonly phones?: readonly string[];
  /** Addresses; SNS sends each a link to confirm with. */
  readonly emails?: readonly string[];
};

export type AlertingProps = {
  /** Who is told what: routes and receivers, validated. Baked in beside the functions' code. */
  readonly configuration: Configuration;
  /**
   * Start of the names of topics and of the pipeline's own alarms: `name-critical`, `name-warning`, `name-info`.
   * @default "tocsin"
   */
  readonly name?: string;
  /**
   * Accounts, besides this one, whose alarms may publish on the topics.
   * @default none
   */
  readonly sourceAccounts?: readonly string[];
  /**
   * Services, besides CloudWatch, that may publish on the topics, like `budgets.amazonaws.com`. Each must state its
   * source account to KMS and SNS, which EventBridge does not: a rule of EventBridge targets the queue `ingest`.
   * @default none
   */
  readonly publishers?: readonly string[];
  /**
   * Whom SNS tells, by itself, when the alerting is broken.
   * @default nobody, with a warning
   */
  readonly emergency?: Emergency;
  /**
   * Addresses that e-mail may be sent from, besides those in the configuration. Verified in SES by themselves or by
   * their domain.
   * @default none
   */
  readonly senders?: readonly string[];
  /**
   * Where errors of the functions are reported: a reference to a Sentry DSN, `ssm:/name` or `secretsmanager:name`.
   * @default nowhere
   */
  readonly sentryDsn?: string;
  /**
   * The account's monthly limit for SMS in dollars, beyond which SNS sends none; people hear at 80 % of it.
   * @default 1, which is what AWS gives
   */
  readonly smsQuotaUsd?: number;
  /**
   * How long the functions' logs are kept.
   * @default 30 days
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether alerts are held against CloudWatch every five minutes, and ended where it has no such alarm. Not where
   * alarms are only messages, as on an embedded AWS.
   * @default true
   */
  readonly reconcile?: boolean;
  /**
   * What becomes of the table when the stack is removed.
   * @default it stays
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Whether DynamoDB refuses to delete the table.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Concurrent calls kept for a function; none of the others' may use them, and it may use no more. At least as many
   * as its queue asks for (10 for `ingest`, 20 for `flush` and `notify`).
   * @default none is kept: a young account has too few to give away
   */
  readonly reservedConcurrency?: Readonly<Partial<Record<FunctionName, number>>>;
};
