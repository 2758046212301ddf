import type { Block, SlackMessage } from '../../receivers/slack';
import { type Content, type Html, html, link, time } from '../html';
import { mrkdwn, plain } from '../mrkdwn';
import { list } from './view';

/** The channels as Slack shows them: an edit changes its message in place, threads hang below theirs. */
export function slackView(messages: readonly SlackMessage[]): Html {
  const channels = [...new Set(messages.map(({ channel }) => channel))];
  const items = channels.map((channel) => {
    const here = messages.filter((message) => message.channel === channel && message.threadTs === null);
    const content = html`<article class="channel">
  <h3><span class="quiet" aria-hidden="true">#</span> ${channel}</h3>
  <ol class="messages">${here.map((message) => one(message, messages))}</ol>
</article>`;
    return { key: `channel-${channel}`, content };
  });
  return list(items, 'Nothing in Slack yet.');
}

function one(message: SlackMessage, all: readonly SlackMessage[]): Html {
  const replies = all.filter(({ threadTs }) => threadTs === message.ts);
  return html`<li data-key="slack-${message.ts}">
  <svg class="avatar" viewBox="0 0 36 36" aria-hidden="true"><rect width="36" height="36" rx="7"/><path d="M18 8a7 7 0 0 0-7 7v6l-2 3h18l-2-3v-6a7 7 0 0 0-7-7zm-3 18a3 3 0 0 0 6 0z"/></svg>
  <div class="stack">
    <p class="by"><strong>Tocsin</strong> <span class="app">App</span> ${time(message.at)}${
      message.editedAt ? html` <span class="edited">edited ${time(message.editedAt)}</span>` : null
    }</p>
    ${body(message)}
    ${replies.length > 0 ? html`<ol class="thread" aria-label="Thread">${replies.map((reply) => one(reply, []))}</ol>` : null}
  </div>
</li>`;
}

/** With blocks, Slack shows these, and the text only in notifications. */
function body({ text, blocks, attachments }: SlackMessage): Content {
  return [
    blocks?.length ? blocks.map(block) : text ? html`<div class="text">${mrkdwn(text)}</div>` : null,
    (attachments ?? []).map(
      ({ color, title, title_link, text, fallback, blocks }) => html`<div class="attachment">
  <svg class="bar" aria-hidden="true"><rect width="100%" height="100%" rx="2" fill="${colour(color)}"/></svg>
  <div class="stack">${title ? html`<p><strong>${title_link ? link(title_link, plain(title)) : plain(title)}</strong></p>` : null}${
    blocks?.length ? blocks.map(block) : html`<div class="text">${mrkdwn(text ?? fallback ?? '')}</div>`
  }</div>
</div>`,
    ),
  ];
}

function block(block: Block): Content {
  switch (block.type) {
    case 'header':
      return html`<h4>${plain(block.text.text)}</h4>`;
    case 'section':
      return [
        block.text ? html`<div class="text">${formatted(block.text)}</div>` : null,
        block.fields
          ? html`<div class="fields">${block.fields.map((field) => html`<div class="text">${formatted(field)}</div>`)}</div>`
          : null,
      ];
    case 'context':
      return html`<div class="context">${block.elements.map((element) => (element.type === 'image' ? null : html`<span>${formatted(element)}</span>`))}</div>`;
    case 'divider':
      return html`<hr>`;
    case 'actions':
      return html`<div class="actions">${block.elements.map(({ text, url }) => html`<span class="button">${url ? link(url, plain(label(text))) : plain(label(text))}</span>`)}</div>`;
    default:
      return html`<p class="unshown">(a block of type ${block.type})</p>`;
  }
}

const formatted = ({ type, text }: { readonly type: string; readonly text: unknown }): Content =>
  typeof text !== 'string' ? null : type === 'mrkdwn' ? mrkdwn(text) : plain(text);

const label = (text: { readonly text: string } | undefined) => text?.text ?? 'Button';

const NAMED: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };
const colour = (given: string | undefined) =>
  NAMED[given ?? ''] ?? (/^#?[0-9a-f]{6}$/i.test(given ?? '') ? `#${given?.replace('#', '')}` : '#8a867c');
