import type { Emergency } from './constructs/alerting/props';
import type { AlarmSpec, Monitor } from './monitors/monitor';

/** A resource and the monitor that knows its alarms, paired so that their types agree. */
export type Watched = { readonly alarms: readonly AlarmSpec[] };

/** Says that a resource is watched as its monitor says. */
export const watch = <Resource>(monitor: Monitor<Resource>, resource: Resource): Watched => ({
  alarms: monitor.alarms(resource),
});

/** What people know as one thing, which works or does not. */
export type Service = {
  readonly team: string;
  /** Where its graphs are; every message of its alarms links there. */
  readonly dashboard?: string;
  readonly watch: readonly Watched[];
};

/** What a team monitors on AWS: `services.ts` in its configuration folder. */
export type Services = {
  /** Start of the names of topics, stacks and of the pipeline's own alarms. */
  readonly name: string;
  /** The address under which the runbooks lie, `<runbook>.md` each. */
  readonly runbooks: string;
  /** Whom SNS itself tells when the alerting is broken. */
  readonly emergency?: Emergency;
  /** Accounts, besides the one deployed to, whose alarms may publish. */
  readonly sourceAccounts?: readonly string[];
  /** The account's monthly limit for SMS in dollars. Default 1. */
  readonly smsQuotaUsd?: number;
  /** Where errors of the functions are reported, `ssm:/name` or `secretsmanager:name`. */
  readonly sentryDsn?: string;
  /** By name, which begins the names of their alarms. */
  readonly services: Readonly<Record<string, Service>>;
};

/** Gives `services.ts` its types. */
export const defineServices = (services: Services): Services => services;
