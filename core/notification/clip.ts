import { severityRank } from '../alert/alert';
import { hash } from '../hash';
import type { Notification, NotifiedAlert } from './notification';
import { cut, utf8Length } from './text';

/** What a stored payload may take; a DynamoDB item takes 400 KB. */
export const DEFAULT_MAX_BYTES = 200 * 1024;

/** Digits that the count of what was left out may still grow by. */
const SPARE_BYTES = 16;
/** No alert takes more than this share of the room, so that one enormous text does not push out the others. */
const LARGEST_SHARE = 0.25;
const TEXT_LIMITS = [16_384, 4_096, 1_024, 256, 64, 16];
const MAX_NAMES = 32;

const bytesOf = (value: unknown): number => utf8Length(JSON.stringify(value));

/**
 * Leaves out alerts until the notification takes at most `maxBytes` as JSON, and counts them in `truncatedAlerts`.
 * What fires stays before what is over, the worse before the milder, the older before the newer; the order stays.
 * Texts of an alert that is enormous by itself are cut first, annotations before labels.
 */
export function clip(notification: Notification, maxBytes: number = DEFAULT_MAX_BYTES): Notification {
  if (bytesOf(notification) <= maxBytes) return notification;
  const frame = slimFrame({ ...notification, alerts: [] }, maxBytes / 2);
  const room = maxBytes - bytesOf(frame) - SPARE_BYTES;
  const alerts = notification.alerts.map((alert) => slim(alert, room * LARGEST_SHARE));
  const kept = mostImportant(alerts, room);
  const left = alerts.length - kept.length;
  return { ...frame, alerts: kept, truncatedAlerts: notification.truncatedAlerts + left };
}

/** The first `max` alerts by importance, in the order in which they stand. */
export function worst(alerts: readonly NotifiedAlert[], max: number): readonly NotifiedAlert[] {
  if (alerts.length <= max) return alerts;
  const kept = new Set([...alerts].sort(byImportance).slice(0, max));
  return alerts.filter((alert) => kept.has(alert));
}

function mostImportant(alerts: readonly NotifiedAlert[], room: number): readonly NotifiedAlert[] {
  const kept = new Set<NotifiedAlert>();
  let rest = room;
  for (const alert of [...alerts].sort(byImportance)) {
    const size = bytesOf(alert) + 1; // and a comma
    if (size > rest) break;
    kept.add(alert);
    rest -= size;
  }
  return alerts.filter((alert) => kept.has(alert));
}

/** Firing before resolved, worse before milder, older before newer. */
export function byImportance(a: NotifiedAlert, b: NotifiedAlert): number {
  if (a.status !== b.status) return a.status === 'firing' ? -1 : 1;
  return severityRank(a.labels.severity) - severityRank(b.labels.severity) || a.startsAt - b.startsAt;
}

function slim(alert: NotifiedAlert, maxBytes: number): NotifiedAlert {
  let slimmer = alert;
  for (const limit of TEXT_LIMITS) {
    if (bytesOf(slimmer) <= maxBytes) return slimmer;
    slimmer = { ...alert, annotations: cutAll(alert.annotations, limit), generatorUrl: address(alert.generatorUrl) };
  }
  const { annotations, generatorUrl } = slimmer;
  for (const limit of TEXT_LIMITS) {
    if (bytesOf(slimmer) <= maxBytes) return slimmer;
    slimmer = { ...alert, annotations, generatorUrl, labels: cutAll(alert.labels, limit) };
  }
  const few = { labels: fewest(slimmer.labels), annotations: fewest(annotations) };
  return bytesOf(slimmer) <= maxBytes ? slimmer : { ...slimmer, ...few };
}

const cutAll = (texts: Readonly<Record<string, string>>, limit: number): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, cut(text, limit)]));

/** The names that messages are made of go first; a name too long to be one is left out. */
function fewest(texts: Readonly<Record<string, string>>): Record<string, string> {
  const isKnown = ([name]: [string, string]) => (/^(alertname|severity|summary|value|threshold)$/.test(name) ? 0 : 1);
  const entries = Object.entries(texts).filter(([name]) => name.length <= 64);
  return Object.fromEntries(entries.sort((a, b) => isKnown(a) - isKnown(b)).slice(0, MAX_NAMES));
}

/** Half an address leads astray. */
const address = (url: string | null): string | null => (url !== null && url.length > 2_048 ? null : url);

function slimFrame(frame: Notification, maxBytes: number): Notification {
  if (bytesOf(frame) <= maxBytes) return frame;
  const { groupKey, groupLabels, reason, receiver, incident } = frame;
  return {
    ...frame,
    // A group's key must stay one of a kind, also when it is cut.
    groupKey: groupKey.length > 512 ? `${cut(groupKey, 495)}${hash(16, groupKey)}` : groupKey,
    groupLabels: fewest(cutAll(groupLabels, 64)),
    reason: cut(reason, 256),
    receiver: cut(receiver, 256),
    incident: incident.length > 512 ? `${cut(incident, 495)}${hash(16, incident)}` : incident,
  };
}
