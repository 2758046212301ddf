import * as z from 'zod';
import type { Received } from '../../receivers/received';
import { type Html, html, time } from '../html';
import { list } from './view';

const Alertmanager = z.object({ status: z.string(), alerts: z.array(z.json()) });

/** Each call with its body, newest first. */
export const webhookView = (received: readonly Received[]): Html =>
  list(
    received
      .map(({ at, path, body }, index) => ({
        key: `webhook-${index}`,
        content: html`<details class="call" data-key="call-${index}">
  <summary class="row"><code>POST ${path}</code> <span class="what">${what(body)}</span> ${time(at)}</summary>
  <pre tabindex="0">${typeof body === 'string' ? body : JSON.stringify(body, null, 2)}</pre>
</details>`,
      }))
      .reverse(),
    'No call yet.',
  );

function what(body: Received['body']): string {
  const read = Alertmanager.safeParse(body);
  if (!read.success) return '';
  const { status, alerts } = read.data;
  return `${status}, ${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`;
}
