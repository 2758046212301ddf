import type { Alert, Labels } from '../../core/alert/alert';
import { labelsFingerprint } from '../../core/alert/fingerprint';
import { redact } from '../../core/alert/redact';
import { cut, wellFormed } from '../../core/notification/text';
import type { EpochMs } from '../../core/time';
import { asRecord, instantIn, type Loose, textIn } from '../loose';

/** An alert as somebody posted it, of bounded length, without secrets; null: it did not say. */
export type PostedAlert = {
  /** Of the labels as they came: two that differ in a secret stay two. */
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: EpochMs | null;
  readonly endsAt: EpochMs | null;
  readonly generatorUrl: string | null;
};

export type PostedRead =
  | { readonly ok: true; readonly alerts: readonly PostedAlert[]; readonly faults: readonly string[] }
  | { readonly ok: false; readonly fault: string };

const MAX_ANNOTATION = 4_096;
const MAX_LABELS_BYTES = 64 * 1024;
const MAX_ANNOTATIONS_BYTES = 64 * 1024;
const MAX_URL = 2_048;

const isTexts = (value: unknown): value is Labels => {
  const record = asRecord(value);
  return record !== null && Object.values(record).every((text) => typeof text === 'string');
};

/** As upstream: an empty value is no label. */
const present = (texts: Labels, change: (text: string) => string): Labels =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([name, value]) => value !== '' && name !== '__proto__')
      .map(([name, value]) => [wellFormed(name), change(value)]),
  );

/** Go's zero time means that nothing is said. */
function instantOf(alert: Loose, name: string): EpochMs | null {
  return textIn(alert, name).startsWith('0001-') ? null : instantIn(alert, name);
}

const isSaid = (alert: Loose, name: string): boolean => {
  const value = alert[name];
  return value !== undefined && value !== null && value !== '' && !textIn(alert, name).startsWith('0001-');
};

/** Those that have room, in their order. */
function bounded(texts: Labels): Labels {
  let room = MAX_ANNOTATIONS_BYTES;
  const kept = Object.entries(texts).filter(([name, value]) => {
    const bytes = Buffer.byteLength(name) + Buffer.byteLength(value);
    if (bytes > room) return false;
    room -= bytes;
    return true;
  });
  return Object.fromEntries(kept);
}

function readAlert(value: unknown, at: number): PostedAlert | string {
  const alert = asRecord(value);
  if (!alert) return `alerts[${at}] is not an object`;
  if (alert.labels === undefined || alert.labels === null) return `alerts[${at}].labels is required`;
  if (!isTexts(alert.labels)) return `alerts[${at}].labels must hold strings`;
  const annotations = alert.annotations ?? {};
  if (!isTexts(annotations)) return `alerts[${at}].annotations must hold strings`;
  const unread = ['startsAt', 'endsAt'].find((name) => isSaid(alert, name) && instantOf(alert, name) === null);
  if (unread) return `alerts[${at}].${unread} is not a time: write RFC 3339, like "2026-01-05T09:00:00Z"`;
  const labels = present(alert.labels, (text) => wellFormed(redact(text)));
  if (Object.keys(labels).length === 0) return 'at least one label pair required';
  if (Buffer.byteLength(JSON.stringify(labels)) > MAX_LABELS_BYTES) return `alerts[${at}].labels are too long`;
  const [startsAt, endsAt] = [instantOf(alert, 'startsAt'), instantOf(alert, 'endsAt')];
  if (startsAt !== null && endsAt !== null && endsAt < startsAt) return 'start time must be before end time';
  const url = textIn(alert, 'generatorURL');
  return {
    fingerprint: labelsFingerprint(present(alert.labels, (text) => text)),
    labels,
    annotations: bounded(present(annotations, (text) => cut(wellFormed(redact(text)), MAX_ANNOTATION))),
    startsAt,
    endsAt,
    generatorUrl: url === '' ? null : cut(wellFormed(redact(url)), MAX_URL),
  };
}

/** Reads a list of alerts; those that are wrong do not keep the others out. */
export function readPosted(value: unknown): PostedRead {
  if (!Array.isArray(value)) return { ok: false, fault: 'alerts in body must be of type array' };
  const read = value.map(readAlert);
  return {
    ok: true,
    alerts: read.filter((one) => typeof one !== 'string'),
    faults: read.filter((one) => typeof one === 'string'),
  };
}

/** Ends count from arrival at the latest. */
const BY_ARRIVAL = '9999-12-31T00:00:00Z';

/** Reads Alertmanager's webhook message, version 4; what fires has no end, what is resolved has one. */
export function readWebhook(value: unknown): PostedRead {
  const message = asRecord(value);
  if (!message) return { ok: false, fault: 'the body is not a JSON object' };
  const { alerts } = message;
  if (!Array.isArray(alerts)) return { ok: false, fault: 'alerts is missing: this is not a webhook message' };
  return readPosted(
    alerts.map((value) => {
      const alert = asRecord(value);
      if (!alert) return value;
      if (textIn(alert, 'status') !== 'resolved') return { ...alert, endsAt: null };
      return isSaid(alert, 'endsAt') ? alert : { ...alert, endsAt: BY_ARRIVAL };
    }),
  );
}

type Arrival = {
  readonly at: EpochMs;
  /** Given to the alert, over its own; they are not part of its identity. */
  readonly labels: Labels;
};

/**
 * An alert of `POST /api/v2/alerts`: it fires until it says, or for the resolve timeout from its arrival on.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/api.go
 */
export function levelAlert(posted: PostedAlert, { at, labels }: Arrival, resolveTimeoutMs: number): Alert {
  const endsAt = posted.endsAt ?? at + resolveTimeoutMs;
  return {
    ...alertOf(posted, labels, at),
    startsAt: posted.startsAt ?? Math.min(at, endsAt),
    endsAt,
    ...(posted.endsAt === null && { endIsAssumed: true }),
  };
}

/** An alert of a webhook message: it fires until another message says that it is resolved. */
export function edgeAlert(posted: PostedAlert, { at, labels }: Arrival): Alert {
  const endsAt = posted.endsAt === null ? null : Math.min(posted.endsAt, at);
  const startsAt = posted.startsAt ?? at;
  return { ...alertOf(posted, labels, at), startsAt: Math.min(startsAt, endsAt ?? startsAt), endsAt };
}

const alertOf = (posted: PostedAlert, labels: Labels, at: EpochMs): Omit<Alert, 'startsAt' | 'endsAt'> => ({
  fingerprint: posted.fingerprint,
  labels: { ...posted.labels, ...labels },
  annotations: posted.annotations,
  updatedAt: at,
  generatorUrl: posted.generatorUrl,
});
