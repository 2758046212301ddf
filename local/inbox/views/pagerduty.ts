import { type Incident, incidents } from '../../receivers/pagerduty';
import type { Received } from '../../receivers/received';
import { type Html, html, link, time } from '../html';
import { list } from './view';

const STATE = { triggered: 'Triggered', acknowledged: 'Acknowledged', resolved: 'Resolved' };
const DONE = { trigger: 'triggered', acknowledge: 'acknowledged', resolve: 'resolved' };

/** The incidents, newest first. */
export const pagerdutyView = (received: readonly Received[]): Html =>
  list(
    incidents(received)
      .map((incident, index) => ({ key: `incident-${index}`, content: one(incident, index) }))
      .reverse(),
    'No incident yet.',
  );

function one({ key, state, event, history }: Incident, index: number): Html {
  const { summary, source, severity, custom_details } = event.payload;
  return html`<article class="incident stack">
  <p class="tags"><span class="state ${state}">${STATE[state]}</span> <span class="severity">${severity}</span></p>
  <h3>${summary}</h3>
  <p class="where">${source}</p>
  <ol class="history">${history.map(({ at, action }) => html`<li>${time(at)} ${DONE[action]}</li>`)}</ol>
  ${event.links?.length ? html`<ul class="links">${event.links.map(({ href = '', text }) => html`<li>${link(href, text ?? href)}</li>`)}</ul>` : null}
  <details class="stack" data-key="details-${index}"><summary class="small">Details</summary>
    <p>Key <code>${key}</code></p>
    <pre tabindex="0">${JSON.stringify(custom_details ?? {}, null, 2)}</pre>
  </details>
</article>`;
}
