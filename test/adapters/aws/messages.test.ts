import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { sendEmail } from '../../../adapters/aws/ses';
import { sendSms } from '../../../adapters/aws/sns';
import { SqsQueue } from '../../../adapters/aws/sqs';
import type { EmailRequest, Response, SmsRequest } from '../../../channels/channel';
import { type Message, TransportError } from '../../../engine/ports';

const region = 'us-east-1';
const sns = new SNSClient({ region });
const ses = new SESv2Client({ region });
const sqs = new SQSClient({ region });
const [snsMock, sesMock, sqsMock] = [mockClient(sns), mockClient(ses), mockClient(sqs)];

const SMS: SmsRequest = { kind: 'sms', to: '+15550001111', text: 'CRITICAL disk' };
const EMAIL: EmailRequest = {
  kind: 'email',
  from: 'Alarme Café <ops@example.com>',
  to: ['a@example.com', 'Bé <b@example.com>'],
  subject: 'é',
  text: 'text',
  html: '<p>html',
  headers: { References: '<x@tocsin.invalid>' },
};

beforeEach(() => {
  for (const mock of [snsMock, sesMock, sqsMock]) mock.reset();
});

type Send = { readonly answer: (error: Error) => void; readonly send: () => Promise<Response> };
const SENDS: readonly (readonly [string, Send])[] = [
  ['SNS', { answer: (error) => snsMock.on(PublishCommand).rejects(error), send: () => sendSms(sns, SMS) }],
  ['SES', { answer: (error) => sesMock.on(SendEmailCommand).rejects(error), send: () => sendEmail(ses, EMAIL) }],
];

const refused = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error(`quotes ${SMS.to}`), { name, $metadata: { httpStatusCode } });

describe.each(SENDS)('%s', (service, { answer, send }) => {
  test.each([
    ['throttling', refused('ThrottlingException', 400), 429],
    ['its quota', refused('KMSThrottlingException', 400), 429],
    ['too many requests', refused('TooManyRequestsException', 429), 429],
    ['its own fault', refused('InternalErrorException', 500), 500],
    ['a bad request', refused('InvalidParameterException', 400), 400],
    ['missing rights', refused('AuthorizationErrorException', 403), 403],
  ])('answers %s with the status and the name alone', async (_what, error, status) => {
    answer(error);

    expect(await send()).toEqual({ status, headers: {}, body: error.name });
  });

  test('that does not answer leaves the outcome unknown, and its message quotes nobody', async () => {
    answer(Object.assign(new Error(`timeout to ${SMS.to}`), { name: 'TimeoutError' }));

    await expect(send()).rejects.toThrow(new TransportError(`${service}: TimeoutError`));
  });
});

test('a text message is transactional, from its sender', async () => {
  snsMock.on(PublishCommand).resolves({ MessageId: 'id-1' });

  expect(await sendSms(sns, { ...SMS, senderId: 'TOCSIN' })).toEqual({ status: 200, headers: {}, body: 'id-1' });

  expect(snsMock.commandCalls(PublishCommand)[0]?.args[0].input).toEqual({
    PhoneNumber: SMS.to,
    Message: SMS.text,
    MessageAttributes: {
      'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
      'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'TOCSIN' },
    },
  });
});

test('an e-mail keeps its thread, and its names are ASCII on the wire', async () => {
  sesMock.on(SendEmailCommand).resolves({ MessageId: 'id-2' });

  expect(await sendEmail(ses, EMAIL)).toEqual({ status: 200, headers: {}, body: 'id-2' });

  const input = sesMock.commandCalls(SendEmailCommand)[0]?.args[0].input;
  expect(input?.FromEmailAddress).toBe('=?UTF-8?B?QWxhcm1lIENhZsOp?= <ops@example.com>');
  expect(input?.Destination?.ToAddresses).toEqual(['a@example.com', '=?UTF-8?B?QsOp?= <b@example.com>']);
  expect(input?.Content?.Simple?.Headers).toEqual([{ Name: 'References', Value: '<x@tocsin.invalid>' }]);
});

describe('a hint', () => {
  const queue = new SqsQueue(sqs, { ingest: 'https://ingest', wake: 'https://wake', deliver: 'https://deliver' });
  const wake: Message = { queue: 'wake', group: 'g' };

  beforeEach(() => sqsMock.on(SendMessageCommand).resolves({}));

  test.each([
    [0, 0],
    [-5, 0],
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [900_000, 900],
    [3_600_000, 900],
  ])('in %i ms is delayed by %i s', async (delayMs, seconds) => {
    await queue.send(wake, delayMs);

    expect(sqsMock.commandCalls(SendMessageCommand)[0]?.args[0].input.DelaySeconds).toBe(seconds);
  });

  test('is no message: that goes as it is, and can wait too', async () => {
    await queue.send({ queue: 'ingest', body: 'an alarm' }, 60_000);

    expect(sqsMock.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://ingest',
      MessageBody: 'an alarm',
      DelaySeconds: 60,
    });
  });

  test('of a delivery goes by destination, of a wake by none', async () => {
    await queue.send({ queue: 'deliver', group: 'g', slot: 's' }, 0);
    await queue.send(wake, 0);

    const [deliver, woken] = sqsMock.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
    expect(deliver).toMatchObject({
      QueueUrl: 'https://deliver',
      MessageBody: '{"group":"g","slot":"s"}',
      MessageGroupId: 's',
    });
    expect(woken).toMatchObject({ QueueUrl: 'https://wake', MessageBody: '{"group":"g"}' });
    expect(woken).not.toHaveProperty('MessageGroupId');
  });

  test('that cannot be sent is an error', async () => {
    sqsMock.on(SendMessageCommand).rejects(new Error('down'));

    await expect(queue.send(wake, 0)).rejects.toThrow('down');
  });

  test('at one moment with others goes with them, ten in a call', async () => {
    sqsMock.on(SendMessageBatchCommand).resolves({});

    const slots = Array.from({ length: 12 }, (_, index) => `slack-0123456789abcdef-${index}`);
    await Promise.all(slots.map((slot) => queue.send({ queue: 'deliver', group: 'g', slot }, 0)));

    const batches = sqsMock.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(batches.map(({ length }) => length)).toEqual([10, 2]);
    expect(batches[0]?.[0]).toEqual({
      Id: '0',
      MessageBody: '{"group":"g","slot":"slack-0123456789abcdef-0"}',
      DelaySeconds: 0,
      MessageGroupId: 'slack-0123456789abcdef',
    });
    expect(sqsMock.commandCalls(SendMessageCommand)).toEqual([]);
  });

  test('that is refused among others is an error, the others are not', async () => {
    sqsMock.on(SendMessageBatchCommand).resolves({
      Successful: [],
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    });

    const results = await Promise.allSettled([queue.send(wake, 0), queue.send(wake, 0), queue.send(wake, 0)]);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('one moment later goes by itself', async () => {
    await queue.send(wake, 0);
    await queue.send(wake, 0);
    expect(sqsMock.commandCalls(SendMessageCommand)).toHaveLength(2);
  });
});
