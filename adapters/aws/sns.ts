import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Response, SmsRequest } from '../../channels/channel';
import { answered, SENDING } from './answer';

export const snsClient = (): SNSClient => new SNSClient(SENDING);

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

/** A text message to a phone. */
export async function sendSms(client: SNSClient, request: SmsRequest): Promise<Response> {
  const command = new PublishCommand({
    PhoneNumber: request.to,
    Message: request.text,
    MessageAttributes: {
      // Delivered first and at night too, unlike "Promotional".
      'AWS.SNS.SMS.SMSType': text('Transactional'),
      ...(request.senderId && { 'AWS.SNS.SMS.SenderID': text(request.senderId) }),
    },
  });
  return answered('SNS', async () => (await client.send(command)).MessageId);
}
