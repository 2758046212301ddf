import * as z from 'zod/mini';
import { cut, oneLine } from '../core/notification/text';
import { wordingOf } from '../core/notification/wording';
import { awsOutcome } from './aws-answer';
import type { Channel } from './channel';
import { emailHtml, emailText } from './email-body';
import { allUnsupported, literal, sendResolved, unsupported } from './entry';
import { rings } from './paging';

/** One mailbox: an address, or a name and an address in angle brackets. Printable ASCII, so it breaks no header. */
const MAILBOX = /^(?:"?[^"<>\p{Cc},;]{0,100}"?\s*<[^\s<>@,;"]+@[A-Za-z0-9.-]+>|[^\s<>@,;"]+@[A-Za-z0-9.-]+)$/u;
const NOT_MAILBOX = 'write an address, like "ops@example.com" or "Ops <ops@example.com>"';
const NOT_SENDER = `${NOT_MAILBOX}, that SES has verified (here or as global.smtp_from)`;
const SES = 'e-mail goes through Amazon SES with the function’s own role; remove the key';
const SMTP_KEYS = [
  'hello',
  'smarthost',
  'auth_username',
  'auth_password',
  'auth_password_file',
  'auth_secret',
  'auth_secret_file',
  'auth_identity',
  'require_tls',
  'tls_config',
  'force_implicit_tls',
] as const;

const mailboxesIn = (to: string): readonly string[] =>
  to
    .split(',')
    .map((mailbox) => mailbox.trim())
    .filter((mailbox) => mailbox !== '');

/** What SES and the thread are made of is not for an entry to say. */
const RESERVED =
  /^(from|to|cc|bcc|sender|date|message-id|references|in-reply-to|return-path|mime-version|content-.*|dkim-signature|received)$/i;

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/;

const Headers = z._default(
  z.record(z.string(), literal(800).check(z.regex(/^[\x20-\x7e]*$/, 'write one line of ASCII'))).check(
    z.superRefine((headers, context) => {
      for (const name of Object.keys(headers)) {
        if (!HEADER_NAME.test(name))
          context.addIssue({ code: 'custom', path: [name], message: 'is no name of a header' });
        if (RESERVED.test(name))
          context.addIssue({ code: 'custom', path: [name], message: 'is set by Tocsin or by SES; remove it' });
      }
    }),
  ),
  {},
);

const Config = z.strictObject({
  send_resolved: sendResolved,
  to: literal(2_000, `${NOT_MAILBOX}; several with commas between`).check(
    z.refine((to) => {
      const mailboxes = mailboxesIn(to);
      return mailboxes.length > 0 && mailboxes.length <= 50 && mailboxes.every((mailbox) => MAILBOX.test(mailbox));
    }, `${NOT_MAILBOX}; several with commas between`),
  ),
  from: literal(320, NOT_SENDER).check(z.regex(MAILBOX, NOT_SENDER)),
  headers: Headers,
  html: z.optional(literal(100_000)),
  text: z.optional(literal(100_000)),
  threading: unsupported('the mails of one incident always form a thread; remove the key'),
  ...allUnsupported(SMTP_KEYS, SES),
});

export type EmailConfig = z.infer<typeof Config>;

const MAX_SUBJECT = 200;

/** E-mail through SES. All mails of one conversation refer to the same first one, which makes them a thread. */
export const email: Channel<EmailConfig> = {
  name: 'email',
  configKey: 'email_configs',
  config: Config,
  // Upstream: false. But who was told that it burns wants to know that it no longer does.
  sendResolvedByDefault: true,
  hears: { changes: 'all', acknowledgements: 'told' },
  retry: { firstMs: 2_000, factor: 2, jitter: 0.5, maxMs: 120_000 },
  to: ({ to }) => mailboxesIn(to).join(', '),
  identity: ({ to, from }) => `${from} ${mailboxesIn(to).join(' ')}`,
  request: ({ key, notification }, config) => {
    const wording = wordingOf(notification);
    const { subject, others } = splitSubject(config.headers);
    // SES sets the Message-ID itself, so the thread's first message is one that was never sent.
    const root = `<${key}@tocsin.invalid>`;
    return {
      kind: 'email',
      from: config.from,
      to: mailboxesIn(config.to),
      subject:
        subject ??
        cut(oneLine(`[${wording.word}] ${wording.title.slice(wording.word.length + 1)}: ${wording.what}`), MAX_SUBJECT),
      text: config.text || emailText(notification, wording),
      html: config.html || emailHtml(notification, wording),
      headers: { ...others, References: root, 'In-Reply-To': root, 'Auto-Submitted': 'auto-generated' },
    };
  },
  interpret: awsOutcome,
  isPage: rings,
};

function splitSubject(headers: Readonly<Record<string, string>>): {
  subject: string | undefined;
  others: Readonly<Record<string, string>>;
} {
  const isSubject = ([name]: [string, string]): boolean => name.toLowerCase() === 'subject';
  const entries = Object.entries(headers);
  const subject = entries.find(isSubject)?.[1];
  return { subject, others: Object.fromEntries(entries.filter((entry) => !isSubject(entry))) };
}
