import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { secretsManagerReader } from '../../../adapters/aws/secrets-manager';
import { sendEmail } from '../../../adapters/aws/ses';
import { sendSms } from '../../../adapters/aws/sns';
import { SqsQueue } from '../../../adapters/aws/sqs';
import { ssmReader } from '../../../adapters/aws/ssm';
import { type EmbeddedAws, startEmbeddedAws } from '../../support/embedded-aws';

let aws: EmbeddedAws;

beforeAll(async () => {
  aws = await startEmbeddedAws();
});

afterAll(() => aws.stop());

const outbox = async (path: string): Promise<string> => (await fetch(`${aws.endpoint}/_ministack/${path}`)).text();

test('a delivery arrives on a standard queue, with its destination as fair group', async () => {
  const sqs = new SQSClient(aws.settings);
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'deliver' }));

  await new SqsQueue(sqs, { ingest: QueueUrl, wake: QueueUrl, deliver: QueueUrl }).send(
    { queue: 'deliver', group: 'g', slot: 's' },
    0,
  );

  const names = { MessageSystemAttributeNames: ['MessageGroupId' as const] };
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, ...names }));
  expect(Messages).toMatchObject([{ Body: '{"group":"g","slot":"s"}', Attributes: { MessageGroupId: 's' } }]);
});

test('a text message reaches the phone', async () => {
  const request = { kind: 'sms' as const, to: '+15550001111', text: 'CRITICAL disk é' };

  const response = await sendSms(new SNSClient(aws.settings), request);

  expect(response).toMatchObject({ status: 200, body: expect.stringMatching(/^[\w-]{8,}$/) });
  expect(await outbox('sns/sms-messages')).toContain('+15550001111');
});

describe('an e-mail', () => {
  const request = {
    kind: 'email' as const,
    from: 'ops@example.com',
    to: ['ada@example.com'],
    subject: 'Disk é',
    text: 'plain',
    html: '<p>rich</p>',
    headers: { References: '<x@tocsin.invalid>' },
  };

  test('from an address that nobody verified is refused for good', async () => {
    const response = await sendEmail(new SESv2Client(aws.settings), { ...request, from: 'who@example.net' });

    expect(response).toMatchObject({ status: 400, body: 'MessageRejected' });
  });

  test('reaches the mailbox', async () => {
    const ses = new SESv2Client(aws.settings);
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'ops@example.com' }));

    expect(await sendEmail(ses, request)).toMatchObject({ status: 200 });
    expect(await outbox('ses/messages')).toContain('ada@example.com');
  });
});

test('an encrypted parameter and a secret are read in clear', async () => {
  const ssm = new SSMClient(aws.settings);
  const manager = new SecretsManagerClient(aws.settings);
  await ssm.send(new PutParameterCommand({ Name: '/tocsin/key', Value: 'from ssm', Type: 'SecureString' }));
  await manager.send(new CreateSecretCommand({ Name: 'tocsin/key', SecretString: 'from the manager' }));

  expect(await ssmReader(ssm)('/tocsin/key')).toBe('from ssm');
  expect(await secretsManagerReader(manager)('tocsin/key')).toBe('from the manager');
  await expect(ssmReader(ssm)('/tocsin/nothing')).rejects.toThrow();
});
