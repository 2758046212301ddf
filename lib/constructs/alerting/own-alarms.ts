import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from './pacing';
import type { Queues } from './queues';

export type OwnAlarmsProps = {
  readonly name: string;
  readonly queues: Queues;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  /** SNS brings it to people by itself. */
  readonly emergency: ITopic;
  /** The account's monthly limit for SMS, in dollars. */
  readonly smsQuotaUsd: number;
};

/** Share of the SMS limit at which there is still time to have it raised. */
const SMS_SHARE = 0.8;
/** A crash is repeated after a minute; twice that means that nobody works on alarms. */
const INGEST_AGE_SECONDS = 120;

type OwnAlarm = {
  readonly id: string;
  readonly metric: IMetric;
  /** Alarms when the metric is over this, or with `below` under it. */
  readonly threshold: number;
  readonly below?: true;
  readonly minutes: number;
  readonly missing: TreatMissingData;
  readonly why: string;
};

/** What watches the pipeline must not need it: these alarms go by SNS alone, through no function of ours. */
export class OwnAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: OwnAlarmsProps) {
    super(scope, id);
    const action = new SnsAction(props.emergency);
    this.alarms = ownAlarms(props).map(({ id, metric, threshold, below, minutes, missing, why }) => {
      const alarm = new Alarm(this, id, {
        alarmName: `${props.name}-pipeline-${id}`,
        alarmDescription: `Tocsin itself. ${why}`,
        metric,
        threshold,
        comparisonOperator: below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: minutes,
        treatMissingData: missing,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}

const MINUTE = Duration.minutes(1);

function ownAlarms({ queues, functions, smsQuotaUsd }: OwnAlarmsProps): OwnAlarm[] {
  const quiet = TreatMissingData.NOT_BREACHING;
  return [
    {
      id: 'IngestAge',
      metric: queues.pairs.ingest.queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      threshold: INGEST_AGE_SECONDS,
      minutes: 2,
      missing: quiet,
      why: `Alarms have waited ${INGEST_AGE_SECONDS} seconds and nobody has read them: people may not be paged.`,
    },
    ...queues.all.map(
      ([name, { deadLetters }]): OwnAlarm => ({
        id: `DeadLetters-${name}`,
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
        threshold: 1,
        minutes: 1,
        missing: quiet,
        why: `Messages of ${name} failed again and again and were put aside.`,
      }),
    ),
    ...FUNCTIONS.flatMap((name): OwnAlarm[] => [
      {
        id: `Errors-${name}`,
        metric: functions[name].metricErrors({ period: MINUTE }),
        threshold: 1,
        minutes: 3,
        missing: quiet,
        why: `Calls of ${name} have failed for three minutes.`,
      },
      {
        id: `Throttles-${name}`,
        metric: functions[name].metricThrottles({ period: MINUTE }),
        threshold: 1,
        minutes: 5,
        missing: quiet,
        why: `The account's concurrency has been too small for ${name} for five minutes.`,
      },
    ]),
    {
      id: 'SweepMissing',
      metric: functions.sweep.metricInvocations({ period: Duration.minutes(5) }),
      threshold: 1,
      below: true,
      minutes: 1,
      missing: TreatMissingData.BREACHING,
      why: 'The sweep has not run for five minutes: escalations and repeats do not happen.',
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
      minutes: 3,
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
      minutes: 1,
      // Reported only when something is sent: silence must not look like a new month.
      missing: TreatMissingData.IGNORE,
      why: `SMS have cost ${SMS_SHARE * 100} % of the monthly limit of $${smsQuotaUsd}. Beyond it SNS sends none.`,
    },
  ];
}
