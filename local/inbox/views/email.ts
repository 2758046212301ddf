import * as z from 'zod';
import type { Received } from '../../receivers/received';
import { type Html, html, time } from '../html';
import { list } from './view';

export const Email = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });

/** The mailbox, newest first; the newest is open. A mail's HTML stands in a frame in which nothing runs. */
export function emailView(received: readonly Received[]): Html {
  const mails = received.flatMap(({ at, body }, index) => {
    const read = Email.safeParse(body);
    return read.success ? [{ at, index, ...read.data }] : [];
  });
  const items = mails.map(({ at, index, to, subject, text, html: rich }) => ({
    key: `email-${index}`,
    content: html`<details class="mail" data-key="mail-${index}"${index === received.length - 1 ? html` open` : null}>
  <summary class="row"><span class="subject">${subject || '(no subject)'}</span> <span class="to">${to}</span> ${time(at)}</summary>
  ${rich ? html`<iframe sandbox="" src="/email/${index}" title="E-mail: ${subject}" loading="lazy"></iframe>` : null}
  <details class="plain" data-key="text-${index}"${rich ? null : html` open`}><summary class="small">As plain text</summary><pre tabindex="0">${text}</pre></details>
</details>`,
  }));
  return list(items.reverse(), 'No e-mail yet.');
}
