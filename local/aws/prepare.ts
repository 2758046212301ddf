import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { LocalConfiguration } from '../config/folder';
import type { LocalSecret } from '../config/localise';
import { clientSettings } from './environment';

/** Puts what a team does by hand before its first deployment: secrets, and the addresses that mail may come from. */
export async function prepare(endpoint: string, { secrets, senders }: LocalConfiguration): Promise<void> {
  const settings = clientSettings(endpoint);
  const ssm = new SSMClient(settings);
  const manager = new SecretsManagerClient(settings);
  const ses = new SESv2Client(settings);
  try {
    for (const secret of secrets) await putSecret(ssm, manager, secret);
    for (const sender of senders) await verify(ses, sender);
  } finally {
    for (const client of [ssm, manager, ses]) client.destroy();
  }
}

async function putSecret(
  ssm: SSMClient,
  manager: SecretsManagerClient,
  { reference, value }: LocalSecret,
): Promise<void> {
  const [service, name] = [reference.split(':', 1)[0], reference.slice(reference.indexOf(':') + 1)];
  if (service === 'ssm') {
    await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString', Overwrite: true }));
  } else if (service === 'secretsmanager') {
    const update = new PutSecretValueCommand({ SecretId: name, SecretString: value });
    await manager.send(update).catch(() => manager.send(new CreateSecretCommand({ Name: name, SecretString: value })));
  }
}

async function verify(ses: SESv2Client, address: string): Promise<void> {
  try {
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: address }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AlreadyExistsException')) throw error;
  }
}
