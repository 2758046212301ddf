import type { Labels } from '../alert/alert';
import type { Notification } from '../notification/notification';

/** What an alert about a failed delivery is called. */
export const DELIVERY_FAILED = 'DeliveryFailed';
/** On an alert about a failed delivery that could not be delivered itself. */
export const TO_LAST_RESORT: Labels = { last_resort: 'true' };

/** Where something could not be delivered. */
export type Failed = { readonly receiver: string; readonly channel: string; readonly destination: string };

export type Consequence =
  /** An alert, routed as any other. */
  | 'alert'
  /** An alert that goes to the last resort, whatever the routes say. */
  | 'last resort'
  | 'nothing';

/**
 * What follows when a delivery was given up. Something critical that one destination was not told is an alert of its
 * own; when that alert fails as well, the last resort hears of it; and when the last resort fails nobody is left.
 *
 * A webhook feeds a machine, and Alertmanager tells nobody when one fails: it counts only where a team has named a
 * last resort, and with that asked to hear of everything.
 */
export function consequenceOf(
  { kind, status, alerts }: Notification,
  { receiver, channel }: Failed,
  lastResort: string | null,
): Consequence {
  const critical = alerts.filter(({ status: is, labels }) => is === 'firing' && labels.severity === 'critical');
  if (kind === 'resolved' || status === 'resolved' || critical.length === 0 || receiver === lastResort)
    return 'nothing';
  const isAboutFailure = critical.every(({ labels }) => labels.alertname === DELIVERY_FAILED);
  if (isAboutFailure) return lastResort === null ? 'nothing' : 'last resort';
  return channel === 'webhook' && lastResort === null ? 'nothing' : 'alert';
}

/** Who an alert about a failed delivery is. */
export const failureLabels = ({ receiver, channel, destination }: Failed, isLast: boolean): Labels => ({
  alertname: DELIVERY_FAILED,
  severity: 'critical',
  receiver,
  channel,
  destination,
  source: 'tocsin',
  ...(isLast ? TO_LAST_RESORT : {}),
});
