import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretReader } from '../secrets';
import { READING } from './answer';

/** Reads a secret's current text. */
export const secretsManagerReader =
  (client: SecretsManagerClient = new SecretsManagerClient(READING)): SecretReader =>
  async (name) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    if (SecretString === undefined) throw new Error(`${name} is binary`);
    return SecretString;
  };
