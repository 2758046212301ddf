import * as z from 'zod';
import type { Received } from '../receivers/received';

const SmsOutbox = z.object({
  sms_messages: z.record(z.string(), z.array(z.object({ MessageId: z.string(), Message: z.string() }))),
});
const EmailOutbox = z.object({
  messages: z.record(
    z.string(),
    z.array(
      z.object({
        MessageId: z.string(),
        To: z.array(z.string()),
        Subject: z.string().nullish(),
        BodyText: z.string().nullish(),
        BodyHtml: z.string().nullish(),
        Timestamp: z.number(),
      }),
    ),
  ),
});

type Sent = { readonly id: string; readonly message: Received };
export type Outbox = { readonly stop: () => void };
export type OutboxSinks = Readonly<Record<'sms' | 'email', (message: Received) => void>>;

const POLL_MS = 200;

/**
 * Hands over what the embedded AWS sent by SMS and e-mail from now on: it keeps both, as a phone and a mailbox would.
 * A poll that fails is simply the next one's work: the embedded AWS may be busy or on its way out.
 */
export async function watchOutboxes(endpoint: string, sinks: OutboxSinks): Promise<Outbox> {
  const seen = new Set<string>();
  for (const { id } of [...(await readSms(endpoint)), ...(await readEmails(endpoint))]) seen.add(id);

  const fresh = ({ id }: Sent) => !seen.has(id) && seen.add(id);
  async function poll(): Promise<void> {
    for (const { message } of (await readSms(endpoint)).filter(fresh)) sinks.sms(message);
    for (const { message } of (await readEmails(endpoint)).filter(fresh)) sinks.email(message);
  }

  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    if (stopped) return;
    timer = setTimeout(
      () =>
        void poll()
          .catch(() => {})
          .finally(next),
      POLL_MS,
    );
  };
  next();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function readSms(endpoint: string): Promise<Sent[]> {
  const outbox = SmsOutbox.parse(await get(`${endpoint}/_ministack/sns/sms-messages`));
  const at = new Date().toISOString(); // the outbox keeps no time
  return Object.entries(outbox.sms_messages).flatMap(([to, messages]) =>
    messages.map(({ MessageId, Message }) => ({
      id: MessageId,
      message: { at, path: null, headers: {}, body: { to, text: Message } },
    })),
  );
}

async function readEmails(endpoint: string): Promise<Sent[]> {
  const outbox = EmailOutbox.parse(await get(`${endpoint}/_ministack/ses/messages`));
  return Object.values(outbox.messages)
    .flat()
    .flatMap(({ MessageId, To, Subject, BodyText, BodyHtml, Timestamp }) =>
      To.map((to) => ({
        id: `${MessageId} ${to}`,
        message: {
          at: new Date(Timestamp * 1000).toISOString(),
          path: null,
          headers: {},
          body: { to, subject: Subject ?? '', text: BodyText ?? '', html: BodyHtml ?? '' },
        },
      })),
    );
}

async function get(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  return answer.json();
}
