import { asRecord, field, instantIn, type Loose, listIn, textIn } from '../loose';

/** A message in what carried it. */
export type Enveloped = {
  /** A text, or what is already JSON. */
  readonly message: unknown;
  /** Empty where the carrier does not say. */
  readonly topicArn: string;
  readonly subject: string;
  /** When it was sent, as far as is known. */
  readonly sentAt: number | null;
};

/**
 * Opens what carries messages: SNS's envelope (as a queue gets it, or in the event of a function), a queue's event, an
 * answer to ReceiveMessage. Null if the value is none of them.
 */
export function openEnvelope(value: Loose): readonly Enveloped[] | null {
  if (textIn(value, 'Type') === 'Notification' && field(value, 'Message') !== undefined) return [notification(value)];
  const records = [...listIn(value, 'Records'), ...listIn(value, 'Messages')].map(carried);
  if (records.length === 0) return null;
  const known = records.filter((record) => record !== null);
  return known.length === records.length ? known : null;
}

const notification = (envelope: Loose): Enveloped => ({
  message: field(envelope, 'Message'),
  topicArn: textIn(envelope, 'TopicArn').trim(),
  subject: textIn(envelope, 'Subject').trim(),
  sentAt: instantIn(envelope, 'Timestamp'),
});

function carried(record: unknown): Enveloped | null {
  const entry = asRecord(record);
  if (!entry) return null;
  const sns = asRecord(field(entry, 'Sns', 'SNS'));
  if (sns && field(sns, 'Message') !== undefined) return notification(sns);
  const body = field(entry, 'body', 'Body');
  return body === undefined ? null : { message: body, topicArn: '', subject: '', sentAt: null };
}

/** Why SNS itself wrote this and nobody needs to hear of it; null for other messages. */
export function subscriptionNews(value: Loose): string | null {
  const type = textIn(value, 'Type');
  const isNews = type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation';
  return isNews ? `${type} of ${textIn(value, 'TopicArn') || 'a topic'}` : null;
}
