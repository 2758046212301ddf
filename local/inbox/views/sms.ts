import * as z from 'zod';
import type { Received } from '../../receivers/received';
import { type Html, html, time } from '../html';
import { list } from './view';

const Sms = z.object({ to: z.string(), text: z.string() });

/** A phone for each number that got a message. */
export function smsView(received: readonly Received[]): Html {
  const messages = received.flatMap(({ at, body }, index) => {
    const read = Sms.safeParse(body);
    return read.success ? [{ key: `sms-${index}`, at, ...read.data }] : [];
  });
  const numbers = [...new Set(messages.map(({ to }) => to))];
  const phones = numbers.map((number) => ({
    key: `phone-${number}`,
    content: html`<article class="phone">
  <h3>${spaced(number)}</h3>
  <ol class="bubbles" tabindex="0" aria-label="Messages to ${number}">${messages
    .filter(({ to }) => to === number)
    .map(({ key, at, text }) => html`<li data-key="${key}"><p>${text}</p>${time(at)}</li>`)}</ol>
</article>`,
  }));
  return list(phones, 'No SMS yet.');
}

/** `+15550100123` as one reads it aloud. */
export const spaced = (number: string): string =>
  number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3').replace(/^\+(\d{2})(\d{3})(\d{3})(\d+)$/, '+$1 $2 $3 $4');
