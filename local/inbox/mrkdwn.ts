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
  eyes: '👀',
};

/** Drawn, for not every machine has a font with colours. */
const DRAWN: Readonly<Record<string, readonly [colour: string, name: string]>> = {
  '🔴': ['#d92d20', 'red circle'],
  '🟠': ['#e4740b', 'orange circle'],
  '🟡': ['#e0aa0b', 'yellow circle'],
  '🟢': ['#2c9a4b', 'green circle'],
  '🔵': ['#2f74d0', 'blue circle'],
  '✅': ['#2c9a4b', 'check mark'],
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
export function plain(text: string): Content {
  const named = unescaped(text).replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => EMOJI[name] ?? whole);
  return signs(named);
}

/** Text as it is, but for the signs that are drawn. */
export const signs = (text: string): Content => text.split(/(🔴|🟠|🟡|🟢|🔵|✅)/u).map(drawn);

function drawn(text: string): Content {
  const [colour, name] = DRAWN[text] ?? [];
  if (!colour || !name) return text;
  const check = text === '✅' ? html`<path d="m5 8.500 2.200 2.200L11.500 6"/>` : null;
  return html`<svg class="sign" role="img" aria-label="${name}" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/>${check}</svg>`;
}

/** Slack's three escapes undone. */
export const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function referred(reference: string): Content {
  const [target = '', label] = reference.split('|', 2);
  if (target.startsWith('!date^')) return plain(label ?? target); // what Slack shows where it cannot say the date
  // A mention of everybody is what a careless alarm text would cause: show it as loudly as Slack would.
  if (target.startsWith('!')) return html`<mark>@${target.slice(1).split('^')[0] ?? ''}</mark>`;
  if (target.startsWith('@') || target.startsWith('#')) return html`<mark>${label ?? target}</mark>`;
  return link(unescaped(target), plain(label ?? target));
}
