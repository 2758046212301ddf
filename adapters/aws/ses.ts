import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { EmailRequest, Response } from '../../channels/channel';
import { answered, SENDING } from './answer';

export const sesClient = (): SESv2Client => new SESv2Client(SENDING);

const Charset = 'UTF-8';

/** An e-mail; its headers make it part of a thread. */
export async function sendEmail(client: SESv2Client, request: EmailRequest): Promise<Response> {
  const command = new SendEmailCommand({
    FromEmailAddress: mailbox(request.from),
    Destination: { ToAddresses: request.to.map(mailbox) },
    Content: {
      Simple: {
        Subject: { Data: request.subject, Charset },
        Body: { Text: { Data: request.text, Charset }, Html: { Data: request.html, Charset } },
        Headers: Object.entries(request.headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
  });
  return answered('SES', async () => (await client.send(command)).MessageId);
}

/** SES takes only ASCII here; a name beyond it becomes an encoded word (RFC 2047). */
function mailbox(written: string): string {
  const [, name, address] = /^"?(.*?)"?\s*(<[^<>]+>)$/u.exec(written) ?? [];
  if (!name || !address || /^[\x20-\x7e]*$/.test(name)) return written;
  return `=?UTF-8?B?${Buffer.from(name).toString('base64')}?= ${address}`;
}
