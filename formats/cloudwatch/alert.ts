import { type Alert, type Labels, severityRank } from '../../core/alert/alert';
import { fingerprint as fingerprintOf } from '../../core/alert/fingerprint';
import { cut } from '../../core/notification/text';
import { DAY_MS } from '../../core/time';
import { severityOf } from '../sns/topic';
import type { AlarmTransition } from './alarm';
import { alarmArn, consoleUrl } from './arn';
import { readDescription } from './description';
import { figuresOf } from './figures';
import { labelsOf, snakeCase } from './labels';
import { childrenOfRule } from './rule';
import { sentenceOf } from './sentence';

/** How long an alarm without data goes on firing. */
const UNKNOWN_MS = DAY_MS;
const MAX_ANNOTATION = 4_096;

export type AlarmContext = {
  /** The topic that it came by, or empty. */
  readonly topicArn: string;
  /** The severity that a topic stands for; the end of its name where this does not say. */
  readonly severityOfTopic?: (topicArn: string) => string | undefined;
};

/**
 * The alert that a transition means, or why it means none.
 *
 * ALARM fires until an OK. An OK ends it whatever came before: the ALARM's own message may have been lost. Without
 * data an alarm goes on firing for a day; an alarm that was OK and lost its data has nothing to say.
 * @param identity of the alarm as it came in
 */
export function alertOf(
  alarm: AlarmTransition,
  context: AlarmContext,
  identity: Identity,
): Alert | { readonly reason: string } {
  const { state, changedAt } = alarm;
  // That it is over pages nobody, and whoever was told that it began waits to hear of it.
  if (alarm.withheld !== '' && state !== 'OK')
    return { reason: `${alarm.name}: CloudWatch told nobody: ${alarm.withheld}` };
  if (state === 'INSUFFICIENT_DATA' && alarm.previous !== 'ALARM') {
    return { reason: `${alarm.name}: INSUFFICIENT_DATA out of ${alarm.previous ?? 'an unknown state'}` };
  }
  const endsAt = { ALARM: null, OK: changedAt, INSUFFICIENT_DATA: changedAt + UNKNOWN_MS }[state];
  const annotations = annotationsOf(alarm);
  return {
    ...identity,
    labels: labelsOf(alarm, severity(alarm, context)),
    annotations,
    startsAt: Math.min(alarm.alarmSince ?? changedAt, changedAt),
    endsAt,
    updatedAt: changedAt,
    generatorUrl: annotations.console_url ?? null,
  };
}

/** What tells an alert from all others, and which of them say the same. */
export type Identity = Pick<Alert, 'fingerprint' | 'partOf' | 'repeats' | 'hasParts'>;

/** @param alarm as it came: what is redacted in its name would be missing here */
export function identityOf(alarm: AlarmTransition): Identity {
  const { arn, account, region, contributor, state, rule, children } = alarm;
  const fingerprint = fingerprintOf(arn, contributor);
  if (state === 'OK') return { fingerprint };
  if (contributor !== '') return { fingerprint, partOf: fingerprintOf(arn, '') };
  const named = childrenOfRule(rule).map((name) => alarmArn(region, account, name));
  const repeats = [...new Set([...named, ...children])].map((child) => fingerprintOf(child, ''));
  const hasParts = alarm.hasContributors && { hasParts: true as const };
  return { fingerprint, ...(repeats.length > 0 && { repeats }), ...hasParts };
}

/** The worse of the alarm's tag and its topic; critical where neither says. */
function severity({ tags, actions }: AlarmTransition, { topicArn, severityOfTopic }: AlarmContext): string {
  const topics = topicArn === '' ? actions : [topicArn];
  const tagged = tags.filter(([name]) => snakeCase(name) === 'severity').map(([, value]) => value.trim());
  const said = [...tagged, ...topics.map((arn) => severityOfTopic?.(arn) ?? severityOf(arn) ?? '')]
    .map((word) => (severityRank(word.toLowerCase()) < severityRank('') ? word.toLowerCase() : word))
    .filter((word) => word !== '');
  return said.sort((a, b) => severityRank(a) - severityRank(b))[0] ?? 'critical';
}

function annotationsOf(alarm: AlarmTransition): Labels {
  const figures = figuresOf(alarm);
  const { text, runbookUrl, dashboardUrl } = readDescription(alarm.description);
  const annotations = {
    summary: sentenceOf(alarm, figures),
    description: text,
    value: figures.value,
    threshold: figures.threshold,
    reason: alarm.reason,
    runbook_url: runbookUrl,
    dashboard_url: dashboardUrl,
    console_url: alarm.region === '' ? '' : consoleUrl(alarm.region, alarm.name),
    alarm_arn: alarm.account === '' || alarm.region === '' ? '' : alarm.arn,
  };
  const said = Object.entries(annotations).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(said.map(([name, value]) => [name, cut(value, MAX_ANNOTATION)]));
}
