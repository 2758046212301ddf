import { type Content, html, link } from './html';

/** Code first, for nothing inside it means anything; then references in angle brackets; then emphasis at word edges. */
const MARK =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<!\w)\*([^*\n]+)\*(?!\w)|(?<!\w)_([^_\n]+)_(?!\w)|(?<!\w)~([^~\n]+)~(?!\w)/g;

const EMOJI: Readonly<Record<string, string>> = {
  rotating_light: '🚨',
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_blue_circle: '🔵',
  white_check_mark: '✅',
  warning: '⚠️',
  information_source: 'ℹ️',
  eyes: '👀',
};

/** Slack's own markup as Slack shows it. @see https://docs.slack.dev/messaging/formatting-message-text */
export function mrkdwn(text: string): Content {
  const parts: Content[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    parts.push(plain(text.slice(end, match.index)));
    const [whole, block, code, reference, bold, italic, struck] = match;
    if (block !== undefined) parts.push(html`<pre tabindex="0">${unescaped(block.replace(/^\n/, ''))}</pre>`);
    else if (code !== undefined) parts.push(html`<code>${unescaped(code)}</code>`);
    else if (reference !== undefined) parts.push(referred(reference));
    else if (bold !== undefined) parts.push(html`<strong>${mrkdwn(bold)}</strong>`);
    else if (italic !== undefined) parts.push(html`<em>${mrkdwn(italic)}</em>`);
    else if (struck !== undefined) parts.push(html`<s>${mrkdwn(struck)}</s>`);
    end = match.index + whole.length;
  }
  parts.push(plain(text.slice(end)));
  return parts;
}

/** Text without markup: entities decoded, emoji names as emoji, lines kept by the style sheet. */
export const plain = (text: string): string =>
  unescaped(text).replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => EMOJI[name] ?? whole);

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function referred(reference: string): Content {
  const [target = '', label] = reference.split('|', 2);
  // A mention of everybody is what a careless alarm text would cause: show it as loudly as Slack would.
  if (target.startsWith('!')) return html`<mark>@${target.slice(1).split('^')[0] ?? ''}</mark>`;
  if (target.startsWith('@') || target.startsWith('#')) return html`<mark>${label ?? target}</mark>`;
  return link(unescaped(target), plain(label ?? target));
}
