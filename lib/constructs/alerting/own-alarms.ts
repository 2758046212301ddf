import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type FunctionName, LIVE_FUNCTIONS, RECONCILE_EVERY } from './pacing';
import type { Queues } from './queues';

export type OwnAlarmsProps = {
  readonly name: string;
  readonly queues: Queues;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  readonly intake: HttpApi;
  /** SNS brings it to people by itself. */
  readonly emergency: ITopic;
  /** The account's monthly limit for SMS, in dollars. */
  readonly smsQuotaUsd: number;
};

/** Share of the SMS limit at which there is still time to have it raised. */
const SMS_SHARE = 0.8;
/** A crash is repeated after a minute; twice that means that nobody works on alarms. */
const INGEST_AGE_SECONDS = 120;

/** What fails in the public one is an answer of its API, which has an alarm. */
const CALLED_BY_US = LIVE_FUNCTIONS.filter((name) => name !== 'intake');

type OwnAlarm = {
  readonly id: string;
  readonly metric: IMetric;
  /** Alarms when the metric is over this, or with `below` under it. */
  readonly threshold: number;
  readonly below?: true;
  /** Periods of its metric. */
  readonly periods: number;
  readonly missing: TreatMissingData;
  readonly why: string;
};

/** How the names of the pipeline's own alarms begin: nothing else takes them in. */
export const ownAlarmPrefix = (name: string): string => `${name}-pipeline-`;

/** How far apart a function's calls may lie, where that is more than a minute. */
const RUN: Readonly<Partial<Record<FunctionName, Duration>>> = { reconcile: RECONCILE_EVERY };

/** What watches the pipeline must not need it: these alarms go by SNS alone, through no function of ours. */
export class OwnAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: OwnAlarmsProps) {
    super(scope, id);
    const action = new SnsAction(props.emergency);
    this.alarms = ownAlarms(props).map(({ id, metric, threshold, below, periods, missing, why }) => {
      const alarm = new Alarm(this, id, {
        alarmName: `${ownAlarmPrefix(props.name)}${id}`,
        alarmDescription: `Tocsin itself. ${why}`,
        metric,
        threshold,
        comparisonOperator: below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: periods,
        treatMissingData: missing,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}

const MINUTE = Duration.minutes(1);

function ownAlarms({ queues, functions, intake, smsQuotaUsd }: OwnAlarmsProps): OwnAlarm[] {
  const quiet = TreatMissingData.NOT_BREACHING;
  return [
    {
      id: 'IngestAge',
      metric: queues.pairs.ingest.queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      threshold: INGEST_AGE_SECONDS,
      periods: 2,
      missing: quiet,
      why: `Alarms have waited ${INGEST_AGE_SECONDS} seconds and nobody has read them: people may not be paged.`,
    },
    ...queues.all.map(
      ([name, { deadLetters }]): OwnAlarm => ({
        id: `DeadLetters-${name}`,
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
        threshold: 1,
        periods: 1,
        missing: quiet,
        why: `Messages of ${name} failed again and again and were put aside.`,
      }),
    ),
    ...CALLED_BY_US.map((name): OwnAlarm => {
      const run = RUN[name] ?? MINUTE;
      return {
        id: `Errors-${name}`,
        metric: functions[name].metricErrors({ period: run }),
        threshold: 1,
        periods: 3,
        missing: quiet,
        why: `Calls of ${name} have failed for ${3 * run.toMinutes()} minutes.`,
      };
    }),
    // What reconciles runs alone: that it is missing says as much.
    ...CALLED_BY_US.filter((name) => name !== 'reconcile').map(
      (name): OwnAlarm => ({
        id: `Throttles-${name}`,
        metric: functions[name].metricThrottles({ period: MINUTE }),
        threshold: 1,
        periods: 5,
        missing: quiet,
        why: `The account's concurrency has been too small for ${name} for five minutes.`,
      }),
    ),
    {
      // Strangers with wrong keys get answers of 4xx: they wake nobody.
      id: 'IntakeErrors',
      metric: intake.metricServerError({ period: MINUTE, statistic: 'Sum' }),
      threshold: 1,
      periods: 3,
      missing: quiet,
      why: 'What is posted over HTTP has been answered with an error for three minutes: senders try again, or lose it.',
    },
    {
      id: 'SweepMissing',
      metric: functions.sweep.metricInvocations({ period: Duration.minutes(5) }),
      threshold: 1,
      below: true,
      periods: 1,
      missing: TreatMissingData.BREACHING,
      why: 'The sweep has not run for five minutes: escalations and repeats do not happen.',
    },
    {
      id: 'ReloadFailed',
      // Lambda tries it three times, within minutes.
      metric: functions.reload.metricErrors({ period: Duration.minutes(10) }),
      threshold: 3,
      periods: 1,
      missing: quiet,
      why: 'What fires already could not be led to the receivers of the new configuration.',
    },
    {
      id: 'ReconcileMissing',
      metric: functions.reconcile.metricInvocations({ period: Duration.minutes(15) }),
      threshold: 1,
      below: true,
      periods: 1,
      missing: TreatMissingData.BREACHING,
      why: 'Nothing has been held against CloudWatch for 15 minutes: a lost alarm or OK is not found.',
    },
    {
      id: 'Overdue',
      metric: new Metric({
        namespace: 'Tocsin',
        metricName: 'Overdue',
        dimensionsMap: { service: 'tocsin' },
        statistic: 'Maximum',
        period: MINUTE,
      }),
      threshold: 1,
      periods: 3,
      missing: quiet,
      why: 'What should have been decided or sent over five minutes ago still waits.',
    },
    {
      id: 'SmsSpend',
      metric: new Metric({
        namespace: 'AWS/SNS',
        metricName: 'SMSMonthToDateSpentUSD',
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      threshold: smsQuotaUsd * SMS_SHARE,
      periods: 1,
      // Reported only when something is sent: silence must not look like a new month.
      missing: TreatMissingData.IGNORE,
      why: `SMS have cost ${SMS_SHARE * 100} % of the monthly limit of $${smsQuotaUsd}. Beyond it SNS sends none.`,
    },
  ];
}
