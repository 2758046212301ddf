import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SecretReader } from '../secrets';
import { READING } from './answer';

/** Reads a parameter, decrypted. */
export const ssmReader =
  (client: SSMClient = new SSMClient(READING)): SecretReader =>
  async (name) => {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    if (Parameter?.Value === undefined) throw new Error(`${name} has no value`);
    return Parameter.Value;
  };
