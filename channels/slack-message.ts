import { worst } from '../core/notification/clip';
import type { Notification } from '../core/notification/notification';
import { cut, wellFormed } from '../core/notification/text';
import { alertLines, type Tone, type Wording, wordingOf } from '../core/notification/wording';
import type { Template } from './channel';

/**
 * What Slack takes: 150 characters of header, 3,000 of a section, 2,000 of a field, and about 13,200 of all blocks
 * together (undocumented: `msg_blocks_too_long`). What follows stays below 12,000 whatever an alert says.
 */
const MAX = { text: 500, header: 150, what: 2_000, description: 2_500, field: 500, alerts: 2_000, footer: 500 };
const MAX_ALERTS = 10;

/** Colour is for those who see it; the word beside it says the same. */
const LOOKS: Readonly<Record<Tone, { readonly color: string; readonly sign: string }>> = {
  critical: { color: '#c62828', sign: '🔴' },
  error: { color: '#d84315', sign: '🟠' },
  warning: { color: '#f9a825', sign: '🟡' },
  info: { color: '#1565c0', sign: '🔵' },
  resolved: { color: '#2e7d32', sign: '✅' },
  acknowledged: { color: '#6a1b9a', sign: '👀' },
};

/** A team's own words, taken as they stand; what is absent or empty is worded here. */
export type SlackWords = {
  readonly title?: string | undefined;
  readonly title_link?: string | undefined;
  readonly text?: string | undefined;
  readonly pretext?: string | undefined;
  readonly footer?: string | undefined;
  readonly fallback?: string | undefined;
  readonly message_text?: string | undefined;
  readonly color?: string | undefined;
};

/** The message's `text`, `blocks` and `attachments`: a header, and beside a stripe of colour all that is known. */
export function slackMessage(notification: Notification, words: SlackWords = {}): Readonly<Record<string, Template>> {
  const wording = ownWords(wordingOf(notification), words);
  const { color, sign } = LOOKS[wording.tone];
  return {
    // What a phone shows before anybody opens Slack.
    text: escaped(words.message_text || `${sign} ${wording.title}: ${wording.note ?? wording.what}`, MAX.text),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', emoji: false, text: escaped(`${sign} ${wording.title}`, MAX.header) },
      },
      ...(words.pretext ? [section(escaped(words.pretext, MAX.text))] : []),
    ],
    attachments: [
      {
        color: words.color || color,
        fallback: escaped(words.fallback || wording.title, MAX.text),
        blocks: details(notification, wording, words),
      },
    ],
  };
}

/** The state stays beside a title of their own: it is what people look for. */
function ownWords(wording: Wording, { title, text }: SlackWords): Wording {
  return {
    ...wording,
    ...(title ? { title: `${wording.word} ${title}` } : {}),
    ...(text ? { what: text, description: null } : {}),
  };
}

/** What is new, in one line below the message: "🔴 CRITICAL: new alerts added (3 firing, 1 resolved)". */
export function slackLine(notification: Notification): string {
  const { word, tone, note, counts, lasted } = wordingOf(notification);
  const { sign } = LOOKS[tone];
  if (tone === 'resolved') return escaped(`${sign} ${word} after ${lasted}`, MAX.text);
  return escaped(`${sign} ${word}: ${note ?? notification.reason} (${counts})`, MAX.text);
}

function details(notification: Notification, wording: Wording, words: SlackWords): readonly Template[] {
  const { severity, period, value, counts, note, what, description, links } = wording;
  const many = notification.alerts.length > 1;
  const alerts = many ? alertLines(worst(notification.alerts, MAX_ALERTS), MAX_ALERTS) : [];
  const named = words.title_link ? [{ text: 'Open', url: words.title_link }, ...links] : links;
  const linked = named.map(({ text, url }) => `<${escapeMarkup(url).replaceAll('|', '%7C')}|${text}>`).join('  ·  ');
  return [
    section(escaped(what, MAX.what)),
    ...(description ? [section(escaped(description, MAX.description))] : []),
    {
      type: 'section',
      fields: [
        ['Severity', severity],
        [wording.tone === 'resolved' ? 'Lasted' : 'Since', period],
        ['Value', value],
        ['Alerts', counts],
        ['News', note],
      ].flatMap(([name, text]) => (text ? [markup(`*${name}*\n${escaped(text, MAX.field)}`)] : [])),
    },
    ...(alerts.length > 0 ? [section(escaped(alerts.map((line) => `• ${line}`).join('\n'), MAX.alerts))] : []),
    ...(linked ? [section(linked)] : []),
    {
      type: 'context',
      elements: [markup(escaped(words.footer || `${notification.receiver} · ${notification.incident}`, MAX.footer))],
    },
  ];
}

/** `verbatim`: Slack makes no links and no mentions of what it finds in the text. */
const markup = (text: string): Template => ({ type: 'mrkdwn', verbatim: true, text });
const section = (text: string): Template => ({ type: 'section', text: markup(text) });

/** Slack's three special characters, and words that would wake everybody. */
export const escapeMarkup = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=here|channel|everyone)/gi, '@\u200b');

/** Escaped and at most `max` units long; never cut within an escape. Slack refuses an empty text. */
function escaped(raw: string, max: number): string {
  const text = wellFormed(raw);
  let room = max;
  let done = escapeMarkup(cut(text, room));
  while (done.length > max) {
    room -= Math.max(1, Math.ceil((done.length - max) / 5));
    done = escapeMarkup(cut(text, room));
  }
  return done || '-';
}
