import { type Alert, isFiring } from '../core/alert/alert';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../core/time';
import type { AlarmTransition } from '../formats/cloudwatch/alarm';
import { completed, type Described } from '../formats/cloudwatch/described';
import { alertOfTransition } from '../formats/messages';
import { isStampOfWhole, stampOfWhole } from './complete';
import { alertKey } from './keys';
import { type Alarms, AlarmsError, type Ports } from './ports';
import { readWholeAlert } from './stored';

/** After this long an event of which CloudWatch tells no more pages as it is. */
const ASK_FOR_MS = 10 * MINUTE_MS;

/** Without CloudWatch to ask, an event is taken as it is. */
export type SecondPathPorts = Ports & { readonly alarms?: Alarms };
/** Takes an alert in; false if a later transition is known. */
export type Accept = (alert: Alert, stamp: string) => Promise<boolean>;
/** What became of an event, and why. */
export type Taken = { readonly isAlert: boolean; readonly reason: string };

/**
 * What EventBridge says of an alarm, once SNS has had the time to say it first. It matters where SNS said nothing:
 * the alarm has no action, or its message was lost. CloudWatch is asked for what an event lacks: actions and tags.
 * @param since when the event came
 * @throws {AlarmsError} while CloudWatch does not answer: the queue tries again
 */
export async function takeStateChange(
  ports: SecondPathPorts,
  event: AlarmTransition,
  since: EpochMs,
  accept: Accept,
): Promise<Taken> {
  const alert = alertOfTransition(event, { topicArn: '' });
  if ('reason' in alert) return nothing(alert.reason);
  const item = await ports.store.get(alertKey(alert.fingerprint));
  const known = item ? readWholeAlert(item) : null;
  if (item && known && isKnown(known, alert)) {
    const stamp = String(item.order);
    // Kept by an event: perhaps by an attempt at this one that died before all groups knew.
    if (isStampOfWhole(stamp)) await accept(known, stamp);
    return nothing(`${event.name}: came by its topic`);
  }
  const fires = known !== null && isFiring(known, ports.clock.now());
  // In the words and under the labels by which people know it: an event has fewer.
  if (fires) return accepted(accept, { ...alert, ...inKnownWords(known, alert) }, 'EventBridge said so');
  if (event.state === 'OK') return nothing(`${event.name}: over, and never known to fire`);
  const { alarms, clock } = ports;
  if (!alarms || isElsewhere(alarms, event)) return accepted(accept, alert, 'CloudWatch there cannot be asked');
  return takeFiring(alarms, { event, alert, isTooLong: clock.now() >= since + ASK_FOR_MS }, accept);
}

const nothing = (reason: string): Taken => ({ isAlert: false, reason });

const isElsewhere = ({ home }: Alarms, { account, region }: AlarmTransition): boolean =>
  home !== null && (home.account !== account || home.region !== region);

/** EventBridge and SNS may write one instant with other precision. */
function isKnown(known: Alert, alert: Alert): boolean {
  if (known.updatedAt >= alert.updatedAt) return true;
  const fires = ({ endsAt, updatedAt }: Alert): boolean => endsAt === null || endsAt > updatedAt;
  const second = ({ updatedAt }: Alert): number => Math.floor(updatedAt / SECOND_MS);
  return second(known) === second(alert) && fires(known) === fires(alert);
}

/** A new report of what is known already: routes go by labels, and must not change with the way that it came. */
export const inKnownWords = (known: Alert, alert: Alert): Pick<Alert, 'labels' | 'annotations' | 'startsAt'> => ({
  labels: known.labels,
  annotations: { ...known.annotations, ...alert.annotations },
  startsAt: Math.min(known.startsAt, alert.startsAt),
});

async function takeFiring(
  alarms: Alarms,
  { event, alert, isTooLong }: { readonly event: AlarmTransition; readonly alert: Alert; readonly isTooLong: boolean },
  accept: Accept,
): Promise<Taken> {
  try {
    const [described] = await alarms.named([event.name]);
    const why = described ? whyNot(described, alarms) : 'CloudWatch has no such alarm any more';
    if (!described || why !== null) return nothing(`${event.name}: ${why}`);
    const whole = alertOfTransition(completed(event, described, await alarms.tagsOf(event.arn)), { topicArn: '' });
    if ('reason' in whole) return nothing(whole.reason);
    return accepted(accept, whole, 'its topic said nothing');
  } catch (error) {
    if (!(error instanceof AlarmsError) || !isTooLong) throw error;
    return accepted(accept, alert, 'CloudWatch does not say more');
  }
}

/** Why an alarm that no topic told us of concerns nobody; null if it pages. */
function whyNot({ alarm, actionsEnabled, alarmActions, suppressedBy }: Described, alarms: Alarms): string | null {
  if (alarm.state === 'OK') return 'over by now';
  if (!actionsEnabled) return 'its actions are disabled';
  if (suppressedBy !== '') return `its actions are suppressed by ${suppressedBy}`;
  const isForeign = alarmActions.length > 0 && !alarmActions.some((action) => alarms.isOurs(action));
  return isForeign ? 'it acts on others alone, like auto scaling' : null;
}

async function accepted(accept: Accept, alert: Alert, reason: string): Promise<Taken> {
  const isNew = await accept(alert, stampOfWhole(alert));
  return { isAlert: isNew, reason: isNew ? reason : 'a later transition is known' };
}
