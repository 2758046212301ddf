import type { Answer, Received } from '../../receivers/received';
import type { Receiver } from '../../receivers/server';
import { type Content, clock, type Html, html, time } from '../html';

/** One thing that somebody got. Its key is stable, so an open page replaces just what changed. */
export type Item = { readonly key: string; readonly content: Html };

export const item = ({ key, content }: Item): Html => html`<li data-key="${key}">${content}</li>`;

/** A list of items, or what to say while there is none. */
export const list = (items: readonly Item[], empty: string): Html =>
  html`<ol class="items" data-items>${items.map(item)}</ol><p class="empty">${empty}</p>`;

/** What every receiver may have to say below its messages: that it is made to fail, and what it turned away. */
export function footnotes(receiver: Receiver): Content {
  const fault = receiver.fault();
  const refused = receiver.refused();
  const until = fault?.until ? ` until ${clock(new Date(fault.until).toISOString())}` : '';
  return [
    fault ? html`<p class="fault">Made to fail (${fault.status})${until}</p>` : null,
    refused.length > 0
      ? html`<details class="refused" data-key="refused-${receiver.name}"><summary>Turned away: ${refused.length}</summary><ol>${refused
          .slice(-20)
          .map(refusal)}</ol></details>`
      : null,
  ];
}

const refusal = ({ at, answer }: Received & { answer: Answer }) =>
  html`<li>${time(at)} ${answer.status === 0 ? 'no answer' : answer.status}${
    answer.body === null ? '' : html` <code>${JSON.stringify(answer.body).slice(0, 300)}</code>`
  }</li>`;
