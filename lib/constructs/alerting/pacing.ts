import { Duration } from 'aws-cdk-lib';

export const LIVE_FUNCTIONS = ['ingest', 'flush', 'notify', 'sweep', 'reconcile', 'intake'] as const;
/** What events and schedules call, behind an alias. */
export type LiveFunction = (typeof LIVE_FUNCTIONS)[number];
/** The functions by what they do; each lies in its own folder under `lambdas/`. */
export const FUNCTIONS = [...LIVE_FUNCTIONS, 'reload'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** The queues, and who works through them. */
export const QUEUES = ['ingest', 'wake', 'deliver'] as const;
export type QueueName = (typeof QUEUES)[number];
export const CONSUMER: Readonly<Record<QueueName, LiveFunction>> = {
  ingest: 'ingest',
  wake: 'flush',
  deliver: 'notify',
};

/**
 * How long one call may take. A message whose function died is seen again after the visibility timeout, six times
 * this, which bounds how late a page can be after a crash. `notify` stays below the lease of a slot (30 s).
 */
export const TIMEOUT: Readonly<Record<FunctionName, Duration>> = {
  ingest: Duration.seconds(10),
  flush: Duration.seconds(20),
  notify: Duration.seconds(20),
  sweep: Duration.seconds(30),
  // Ten thousand alarms are a hundred questions, of which CloudWatch answers nine a second.
  reconcile: Duration.minutes(4),
  // Routes anew all that fires: in a storm ten thousand groups, a few calls each.
  reload: Duration.minutes(15),
  // Whoever posts waits for the answer.
  intake: Duration.seconds(10),
};

/** How often what we believe is held against CloudWatch. */
export const RECONCILE_EVERY = Duration.minutes(5);

/** AWS asks for at least six times the function's timeout. */
export const VISIBILITY_FACTOR = 6;

export const MEMORY_MB: Readonly<Record<FunctionName, number>> = {
  ingest: 512,
  flush: 512,
  notify: 512,
  sweep: 256,
  reconcile: 512,
  reload: 512,
  intake: 512,
};

export type Pace = {
  /** Messages handed over at once. One for `deliver`: a slow provider must not hold another's messages. */
  readonly batchSize: number;
  /** How many copies of the function may work on it at once. */
  readonly maxConcurrency: number;
  readonly retention: Duration;
  /** After so many attempts a message goes to the dead letters. */
  readonly maxReceiveCount: number;
};

export const PACE: Readonly<Record<QueueName, Pace>> = {
  // The message itself: an hour of an unreachable table must not lose it.
  ingest: { batchSize: 10, maxConcurrency: 10, retention: Duration.days(14), maxReceiveCount: 60 },
  // Hints: the sweep gives them again.
  wake: { batchSize: 10, maxConcurrency: 20, retention: Duration.days(1), maxReceiveCount: 5 },
  deliver: { batchSize: 1, maxConcurrency: 20, retention: Duration.days(1), maxReceiveCount: 5 },
};

/** Dead letters wait this long for a person. */
export const DEAD_LETTER_RETENTION = Duration.days(14);
