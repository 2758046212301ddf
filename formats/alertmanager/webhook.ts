import type { Labels } from '../../core/alert/alert';
import { worst } from '../../core/notification/clip';
import { commonLabels, type Notification, type NotifiedAlert } from '../../core/notification/notification';
import { wellFormed } from '../../core/notification/text';
import { rfc3339 } from '../../core/notification/when';

export type WebhookAlert = {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  /** The year 1 while it fires. */
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
};

/** @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export type WebhookMessage = {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly WebhookAlert[];
  readonly notification_reason: string;
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly routeLabels: Labels;
  readonly externalURL: string;
  readonly version: '4';
  readonly groupKey: string;
  readonly truncatedAlerts: number;
};

export type WebhookOptions = {
  readonly externalUrl: string;
  /** 0: all of them. */
  readonly maxAlerts: number;
};

/** Alertmanager's webhook message, version 4. Common labels are those of the alerts it carries, as upstream. */
export function webhookMessage(notification: Notification, { externalUrl, maxAlerts }: WebhookOptions): WebhookMessage {
  const alerts = maxAlerts > 0 ? worst(notification.alerts, maxAlerts) : notification.alerts;
  return {
    receiver: wellFormed(notification.receiver),
    status: notification.status,
    alerts: [...alerts].sort(byLabels).map(webhookAlert),
    notification_reason: wellFormed(notification.reason),
    groupLabels: wellFormedLabels(notification.groupLabels),
    commonLabels: wellFormedLabels(commonLabels(alerts)),
    commonAnnotations: wellFormedLabels(commonLabels(alerts.map(({ annotations }) => ({ labels: annotations })))),
    routeLabels: {},
    externalURL: externalUrl,
    version: '4',
    groupKey: wellFormed(notification.groupKey),
    truncatedAlerts: notification.truncatedAlerts + notification.alerts.length - alerts.length,
  };
}

/** One alert as Alertmanager prints it, to webhooks and into PagerDuty's details. */
export const webhookAlert = (alert: NotifiedAlert): WebhookAlert => ({
  status: alert.status,
  labels: wellFormedLabels(alert.labels),
  annotations: wellFormedLabels(alert.annotations),
  startsAt: rfc3339(alert.startsAt),
  endsAt: rfc3339(alert.status === 'firing' ? null : alert.endsAt),
  generatorURL: wellFormed(alert.generatorUrl ?? ''),
  fingerprint: alert.fingerprint,
});

const wellFormedLabels = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [wellFormed(name), wellFormed(value)]));

/** Upstream's order: job, instance, then fewer labels first, then name by name. */
function byLabels({ labels: a }: NotifiedAlert, { labels: b }: NotifiedAlert): number {
  const first = compare(a.job, b.job) || compare(a.instance, b.instance);
  const sizes = Object.keys(a).length - Object.keys(b).length;
  if (first || sizes) return first || sizes;
  for (const name of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    const [left, right] = [a[name], b[name]];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

const compare = (a = '', b = ''): number => (a === b ? 0 : a < b ? -1 : 1);
