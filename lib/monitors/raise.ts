import { Tags } from 'aws-cdk-lib';
import { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { BySeverity } from '../severity';
import type { AlarmSpec } from './monitor';

/** Whom an alarm is about, and where its reader goes next. */
export type AlarmContext = {
  /** Start of the alarm's name. */
  readonly service: string;
  readonly team: string;
  /** The address under which `<runbook>.md` lies. */
  readonly runbooks: string;
  /** Address of the service's dashboard. */
  readonly dashboard?: string;
  readonly topics: BySeverity<ITopic>;
};

/**
 * Makes an alarm that tells people twice: on its severity's topic when it begins and when it is over. What it is
 * about, how bad, whose, what to do: all of it travels with the alarm, as tags and in its description.
 */
export function raise(scope: Construct, spec: AlarmSpec, context: AlarmContext): Alarm {
  const { service, team, topics } = context;
  const alarm = new Alarm(scope, spec.id, {
    alarmName: `${service}-${spec.id}`,
    alarmDescription: description(spec, context),
    metric: spec.metric,
    threshold: spec.breach.threshold,
    comparisonOperator: spec.breach.comparison,
    evaluationPeriods: spec.breach.of,
    datapointsToAlarm: spec.breach.datapoints,
    treatMissingData: spec.missing,
  });
  const action = new SnsAction(topics[spec.severity]);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
  for (const [name, value] of Object.entries({ severity: spec.severity, service, team }))
    Tags.of(alarm).add(name, value);
  const resource = alarm.node.defaultChild;
  // Without it CloudWatch keeps the tags to itself.
  if (resource instanceof CfnAlarm) resource.actionConfiguration = { alarmTagsPropagation: { enabled: true } };
  return alarm;
}

const MAX_DESCRIPTION = 1024;

/** Sentences for people, then a line for each link, which messages turn into buttons. */
function description({ why, source, runbook }: AlarmSpec, { runbooks, dashboard }: AlarmContext): string {
  const lines = [
    source === 'the team' ? why : `${why} (Threshold: ${source}.)`,
    `Runbook: ${runbooks.replace(/\/$/, '')}/${runbook}.md`,
    ...(dashboard ? [`Dashboard: ${dashboard}`] : []),
  ];
  const text = lines.join('\n');
  if (text.length > MAX_DESCRIPTION)
    throw new Error(`the description of ${runbook} has ${text.length} characters: CloudWatch takes ${MAX_DESCRIPTION}`);
  return text;
}
