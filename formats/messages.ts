import type { Alert, Labels } from '../core/alert/alert';
import { redact } from '../core/alert/redact';
import { wellFormed } from '../core/notification/text';
import type { EpochMs } from '../core/time';
import type { AlarmTransition } from './cloudwatch/alarm';
import { type AlarmContext, alertOf, identityOf } from './cloudwatch/alert';
import { isStateChange, readEvent } from './cloudwatch/event';
import { readMessage } from './cloudwatch/message';
import { asRecord, type Loose, parseJson, textIn } from './loose';
import { openEnvelope, subscriptionNews } from './sns/envelope';
import { noticeAlert, readEventNotice, readNotice, testNews } from './sns/notice';
import { severityOf } from './sns/topic';
import { unreadable } from './unreadable';

/** What a message says: alerts, and why the rest of it concerns nobody. */
export type Parsed = { readonly alerts: Alert[]; readonly ignored: { readonly reason: string }[] };

export type ParseContext = {
  /** For what carries no time of its own. */
  readonly now: EpochMs;
  /** The severity that a topic stands for; the end of its name where this is absent or does not say. */
  readonly severityOfTopic?: (topicArn: string) => string | undefined;
};

/**
 * Reads whatever came in: an alarm by SNS in its envelope or without, in the event of a function or a queue, an
 * EventBridge event, another AWS service's message, several of them in a list or a line each.
 *
 * Never throws. What it cannot read becomes one critical alert that carries the text: an alarm may hide in it.
 * Secrets are taken out of every text.
 */
export function parseMessage(text: string, context: ParseContext): Parsed {
  const { alerts, ignored } = attempt(text, context);
  return { alerts: alerts.map(storable), ignored: ignored.map(({ reason }) => ({ reason: wellFormed(reason) })) };
}

/** The transition that EventBridge tells of, if that and nothing else is in the message; null for every other. */
export function readStateChange(text: string, now: EpochMs): AlarmTransition | null {
  // Most messages are none: to see that, they need not be parsed.
  if (!text.includes('aws.cloudwatch')) return null;
  const event = asRecord(parseJson(text));
  return event && isStateChange(event) ? readEvent(event, { topicArn: '', at: now }) : null;
}

/** The alert that a transition means, as it may be stored: without secrets. Or why it means none. */
export function alertOfTransition(alarm: AlarmTransition, context: AlarmContext): Alert | { readonly reason: string } {
  const alert = safeAlert(alarm, context);
  return 'reason' in alert ? { reason: wellFormed(alert.reason) } : storable(alert);
}

/** Redacted, "token:p95-slow" and "token:p99-slow" are one name: what tells alarms apart is taken first. */
const safeAlert = (alarm: AlarmTransition, context: AlarmContext): Alert | { readonly reason: string } =>
  alertOf(redactAll(alarm), context, identityOf(alarm));

function attempt(text: string, context: ParseContext): Parsed {
  try {
    const around: Around = { ...context, topicArn: '', subject: '', at: context.now, depth: 0 };
    return read(text, around) ?? lost(text, context.now);
  } catch {
    // A reader's own fault must not cost an alarm either.
    return lost(text, context.now);
  }
}

const lost = (text: string, at: EpochMs): Parsed => ({ alerts: [unreadable(redact(text), at)], ignored: [] });

type Around = ParseContext & {
  readonly topicArn: string;
  readonly subject: string;
  readonly at: EpochMs;
  /** How many envelopes are open. */
  readonly depth: number;
};

const MAX_DEPTH = 4;

/** Null: unreadable. */
function read(message: unknown, around: Around): Parsed | null {
  if (around.depth > MAX_DEPTH) return null;
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const value = typeof message === 'string' ? jsonOf(message) : message;
  // JSON in JSON: somebody wrote it as a text once more.
  if (typeof value === 'string') return read(value, deeper(around));
  if (Array.isArray(value)) return readSeveral(value, text, around);
  const json = asRecord(value);
  const carried = json && readCarrier(json, around);
  if (carried) return carried;
  return (json && readAlarm(json, around)) ?? readOther(asRecord(redactAll(value)), redact(text), around);
}

const deeper = (around: Around): Around => ({ ...around, depth: around.depth + 1 });

/** The value without the secrets in its texts; the same in everything else. */
function redactAll<T>(value: T): T;
function redactAll(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((child: unknown) => redactAll(child));
  const json = asRecord(value);
  return json ? Object.fromEntries(Object.entries(json).map(([key, child]) => [key, redactAll(child)])) : value;
}

/** JSON, also a line each, as files and logs have it. */
function jsonOf(text: string): unknown {
  const value = parseJson(text.replace(/^\ufeff/, ''));
  if (value !== undefined || !text.trimStart().startsWith('{')) return value;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 ? lines.map(parseJson) : undefined;
}

/** Several messages in one: those that can be read, and the text once for all that cannot. */
function readSeveral(messages: readonly unknown[], text: string, around: Around): Parsed | null {
  const parts = messages.map((message) => (asRecord(message) ? read(message, deeper(around)) : null));
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  const rest = known.length < parts.length ? [unreadable(redact(text), around.at)] : [];
  return {
    alerts: [...known.flatMap(({ alerts }) => alerts), ...rest],
    ignored: known.flatMap((part) => part.ignored),
  };
}

function readCarrier(json: Loose, around: Around): Parsed | null {
  const news = subscriptionNews(json);
  if (news) return ignore(news);
  const opened = openEnvelope(json);
  if (!opened) return null;
  const parts = opened.map(({ message, topicArn, subject, sentAt }) => {
    const at = sentAt === null ? around.at : Math.min(sentAt, around.now);
    const by = { topicArn: topicArn || around.topicArn, subject: redact(subject) || around.subject };
    const inner = deeper({ ...around, ...by, at });
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    return read(message, inner) ?? lost(text, at);
  });
  return { alerts: parts.flatMap(({ alerts }) => alerts), ignored: parts.flatMap(({ ignored }) => ignored) };
}

function readAlarm(json: Loose, around: Around): Parsed | null {
  const kind = textIn(json, 'detail-type');
  if (kind === 'CloudWatch Alarm Configuration Change') return ignore('an alarm was created, changed or deleted');
  const isEvent = kind.startsWith('CloudWatch Alarm') || asRecord(json.alarmData) !== null;
  const alarm = isEvent ? readEvent(json, around) : readMessage(json, around);
  if (!alarm) return null;
  const alert = safeAlert(alarm, around);
  return 'reason' in alert ? ignore(alert.reason) : { alerts: [alert], ignored: [] };
}

function readOther(json: Loose | null, text: string, around: Around): Parsed | null {
  const news = testNews(json, text, around.subject);
  if (news) return ignore(news);
  const isAlarm = json !== null && textIn(json, 'detail-type').startsWith('CloudWatch Alarm');
  const event = json && !isAlarm ? readEventNotice(json, around) : null;
  const notice = event ?? readNotice(json, text, around);
  if (!notice) return null;
  const { topicArn, severityOfTopic } = around;
  const severity = severityOfTopic?.(topicArn) ?? severityOf(topicArn) ?? 'critical';
  return { alerts: [noticeAlert(notice, severity, text)], ignored: [] };
}

const ignore = (reason: string): Parsed => ({ alerts: [], ignored: [{ reason }] });

/** Without halves of characters: stores and providers refuse them. */
const storable = (alert: Alert): Alert => ({
  ...alert,
  labels: wellFormedTexts(alert.labels),
  annotations: wellFormedTexts(alert.annotations),
  generatorUrl: alert.generatorUrl === null ? null : wellFormed(alert.generatorUrl),
});

const wellFormedTexts = (texts: Labels): Labels =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, wellFormed(value)]));
