import { CachedSecrets, type Secrets } from '../adapters/secrets';
import { once } from './environment';
import { clock } from './ports';

const ssm = once(async () => (await import('../adapters/aws/ssm')).ssmReader());
const secretsManager = once(async () => (await import('../adapters/aws/secrets-manager')).secretsManagerReader());

/** Secrets out of the account; the clients are loaded with the first secret that is asked of them. */
export const secrets: Secrets = new CachedSecrets(
  {
    ssm: async (name) => (await ssm())(name),
    secretsmanager: async (name) => (await secretsManager())(name),
  },
  clock,
);
