import { type Labels, severityRank } from '../alert/alert';
import { byImportance } from './clip';
import { type Link, linksOf } from './links';
import { commonLabels, type Kind, type Notification, type NotifiedAlert } from './notification';
import { cut, listed, manyLines, oneLine } from './text';
import { clockTime, spanOf } from './when';

/** What a person must know, as every channel says it. Texts are plain: each channel escapes for itself. */
export type Wording = {
  /** One word, upper case, that says how things stand: CRITICAL, RESOLVED, ACKNOWLEDGED … */
  readonly word: string;
  /** How it should look; never said by colour alone. */
  readonly tone: Tone;
  /** "critical", "warning" … or the source's own word; "unknown" without any. */
  readonly severity: string;
  /** What is wrong, by name: "checkout-errors", "cpu-high and disk-full". */
  readonly name: string;
  /** "CRITICAL checkout-errors (3 firing)". */
  readonly title: string;
  /** One sentence, to be read after the title: it does not begin with the name again. */
  readonly what: string;
  /** Several lines, or null where there is no more to say. */
  readonly description: string | null;
  /** "14:02 UTC", when the oldest of it began. */
  readonly began: string;
  /** "14:02 UTC (12 min)", "14:02 UTC to 14:14 UTC (12 min)". */
  readonly period: string;
  /** "12 min". */
  readonly lasted: string;
  /** "5.2 % > 1 %", or null where the source gives no figures. */
  readonly value: string | null;
  /** The value, unless `what` says the same in words ("was 5.2 %, above 1 %"): then null. */
  readonly unsaid: string | null;
  /** "3 firing, 1 resolved", and how many of them are not listed. */
  readonly counts: string;
  /** Who or what brought this message, beyond firing and resolved: "acknowledged by Ada"; else null. */
  readonly note: string | null;
  readonly links: readonly Link[];
};

export type Tone = 'critical' | 'error' | 'warning' | 'info' | 'resolved' | 'acknowledged';

const MAX_NAME = 120;
const MAX_SENTENCE = 500;
const MAX_DESCRIPTION = 2_000;

/** Words a notification. Deterministic: the only clock is the notification's own. */
export function wordingOf(notification: Notification): Wording {
  const { kind, status, alerts, at } = notification;
  const isOver = kind === 'resolved' || status === 'resolved';
  const ranked = [...alerts].sort(byImportance);
  const leading = ranked[0];
  const severity = oneLine(leading?.labels.severity ?? '') || 'unknown';
  const name = cut(nameOf(notification, leading), MAX_NAME);
  const word = isOver
    ? 'RESOLVED'
    : (WORDS[kind] ?? (severity === 'unknown' ? 'FIRING' : cut(severity, 20).toUpperCase()));
  const crowd = notification.firing > 1 && !isOver ? ` (${notification.firing} firing)` : '';
  const from = alerts.reduce((first, { startsAt }) => Math.min(first, startsAt), notification.openedAt);
  const until = isOver ? endOf(notification) : at;
  const began = clockTime(from, at);
  const lasted = spanOf(until - from);
  const what = whatOf(alerts, leading, name, isOver);
  const value = leading ? figuresOf(leading.annotations) : null;
  return {
    word,
    tone: toneOf(kind, isOver, severity),
    severity: cut(severity, 40),
    name,
    title: `${word} ${name}${crowd}`,
    what,
    description: descriptionOf(leading),
    began,
    period: isOver ? `${began} to ${clockTime(until, at)} (${lasted})` : `${began} (${lasted})`,
    lasted,
    value,
    unsaid: value !== null && leading && !saysFigures(what, value, leading.annotations) ? value : null,
    counts: countsOf(notification),
    note: NOTED.has(kind) ? cut(oneLine(notification.reason), MAX_SENTENCE) || null : null,
    links: linksOf(ranked),
  };
}

/** The kinds that bring news other than the alarm's own. */
const WORDS: Partial<Record<Kind, string>> = {
  acknowledged: 'ACKNOWLEDGED',
  unacknowledged: 'UNACKNOWLEDGED',
  escalated: 'ESCALATED',
  reminder: 'REMINDER',
  failure: 'NOT DELIVERED',
  digest: 'DIGEST',
};
const NOTED: ReadonlySet<Kind> = new Set(Object.keys(WORDS) as Kind[]);

function toneOf(kind: Kind, isOver: boolean, severity: string): Tone {
  if (isOver) return 'resolved';
  if (kind === 'acknowledged') return 'acknowledged';
  const tones: readonly Tone[] = ['critical', 'error', 'warning', 'info'];
  return tones[severityRank(severity)] ?? 'warning';
}

/** The names of the alerts, the worst first; what groups them; any text at all. */
function nameOf({ alerts, groupLabels }: Notification, leading: NotifiedAlert | undefined): string {
  const named = [...alerts].sort(byImportance).map(({ labels }) => oneLine(labels.alertname ?? ''));
  const names = [...new Set(named)].filter((name) => name !== '').map((name) => cut(name, 80));
  const grouped = oneLine(groupLabels.alertname ?? '') || pairs(groupLabels);
  const summary = oneLine(leading?.annotations.summary ?? leading?.annotations.description ?? '');
  return listed(names, 2) || grouped || cut(summary, 80) || pairs(leading?.labels ?? {}) || 'unnamed alert';
}

/** "instance=i-1, service=checkout". */
export const pairs = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => oneLine(`${name}=${value}`))
    .join(', ');

function whatOf(
  alerts: readonly NotifiedAlert[],
  leading: NotifiedAlert | undefined,
  name: string,
  isOver: boolean,
): string {
  if (!leading) return 'No details were given.';
  const { summary, description, message, raw } = leading.annotations;
  const said = [summary, description, message, raw].map((text) => oneLine(text ?? '')).find((text) => text !== '');
  if (said) return cut(afterName(said, name, isOver), MAX_SENTENCE);
  const where = pairs(without(commonLabels(alerts), ['alertname', 'severity']));
  return cut(`${isOver ? 'Over' : 'Firing'}${where ? `: ${where}` : ''}`, MAX_SENTENCE);
}

/** The sentence without the name that the title says; with another name it tells which of several is meant. */
function afterName(sentence: string, name: string, isOver: boolean): string {
  if (!sentence.startsWith(name)) return sentence;
  const rest = sentence.slice(name.length);
  if (rest === ' is over' || rest === ' is in alarm') return `It${rest}`;
  // Only a title that says RESOLVED says so for the sentence.
  const said = [': ', ...(isOver ? [' is over: '] : [])].find((start) => rest.startsWith(start));
  return said === undefined ? sentence : rest.slice(said.length);
}

export const without = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));

/** What the summary leaves out; an unreadable message in its own words. */
function descriptionOf(leading: NotifiedAlert | undefined): string | null {
  const { summary, description, reason, raw } = leading?.annotations ?? {};
  const more = [summary ? description : undefined, reason, raw].map((text) => manyLines(text ?? ''));
  const told = more.filter((text, at) => text !== '' && more.indexOf(text) === at);
  return cut(told.join('\n'), MAX_DESCRIPTION) || null;
}

/** A threshold that says how it compares ("> 1 %", "at least 3") follows the value; a bare one is named. */
function figuresOf({ value, threshold }: Labels): string | null {
  const [is, limit] = [cut(oneLine(value ?? ''), 100), cut(oneLine(threshold ?? ''), 100)];
  if (is === '') return limit === '' ? null : `threshold ${limit}`;
  if (limit === '') return is;
  const compares = /^([<>≤≥=≠]|(above|below|over|under|outside|inside|more|less|at|greater|lower|not)\b)/i.test(limit);
  return compares ? `${is} ${limit}` : `${is}, threshold ${limit}`;
}

/** Are both figures in the sentence? As they stand ("5.2 % > 1 %"), or in words: "was 5.2 %, above 1 %". */
function saysFigures(sentence: string, figures: string, { value, threshold }: Labels): boolean {
  if (says(sentence, figures)) return true;
  const [is, limit] = [oneLine(value ?? ''), oneLine(threshold ?? '').replace(/^[<>≤≥=≠]+ ?/, '')];
  if (is === '' || !(says(sentence, `was ${is}`) || says(sentence, `is ${is}`))) return false;
  return limit === '' || says(sentence, limit);
}

/** Does the text hold the phrase, not as a part of a longer word or number? */
function says(text: string, phrase: string): boolean {
  const around = text.split(phrase);
  return around.slice(1).some((after, at) => {
    const before = around[at] ?? '';
    return !/[\p{L}\d.,-]$/u.test(before) && !/^([\p{L}\d]|[.,]\d)/u.test(after);
  });
}

function countsOf({ firing, resolved, truncatedAlerts }: Notification): string {
  const said = [firing > 0 || resolved === 0 ? `${firing} firing` : '', resolved > 0 ? `${resolved} resolved` : ''];
  const counts = said.filter((text) => text !== '').join(', ');
  return truncatedAlerts > 0 ? `${counts} (${truncatedAlerts} not listed)` : counts;
}

/** When the last of them ended; not after the message. */
function endOf({ alerts, at }: Notification): number {
  const ends = alerts.flatMap(({ endsAt }) => (endsAt === null ? [] : [endsAt]));
  return ends.length > 0
    ? Math.min(
        ends.reduce((last, end) => Math.max(last, end)),
        at,
      )
    : at;
}

/** One line for each alert, told apart by the labels that they do not share: "instance=i-1 · 5.2 % > 1 %". */
export function alertLines(alerts: readonly NotifiedAlert[], max: number): readonly string[] {
  const common = Object.keys(commonLabels(alerts));
  return alerts.slice(0, max).map((alert) => {
    const own = pairs(without(alert.labels, common)) || oneLine(alert.labels.alertname ?? '') || alert.fingerprint;
    const value = figuresOf(alert.annotations);
    const isOver = alert.status === 'resolved' ? 'resolved: ' : '';
    return cut(`${isOver}${own}${value ? ` · ${value}` : ''}`, 200);
  });
}
