import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Io, Problem, UsageError } from '../io';

/** What `npm start` writes of itself, as far as it is needed here. */
const Running = z.object({
  aws: z.url(),
  region: z.string(),
  topics: z.object({ critical: z.string(), warning: z.string(), info: z.string() }).nullable(),
  inbox: z.string().nullish(),
  events: z.url().nullish(),
  alertmanager: z.url().nullish(),
  intake: z.object({ routing_key: z.string(), bearer: z.string(), alerts: z.url() }).optional(),
});
export type Running = z.infer<typeof Running>;

export type Target = { readonly where: 'local'; readonly running: Running } | { readonly where: 'aws' };

const START = 'start it with "npm start"';
const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'];
const CONTAINER = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];

const localFile = ({ root }: Io): string => join(root, '.tocsin', 'local.json');

/** What runs here. @throws {Problem} when nothing does */
export function readRunning(io: Io): Running {
  const path = localFile(io);
  if (!existsSync(path)) throw new Problem(`nothing runs here: ${START}`);
  try {
    return Running.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Problem(`${path} cannot be read: end what runs with "npm stop" and ${START}`);
  }
}

/** Are there credentials for an account? Only looked for, never read. */
function hasAccount({ env }: Io): boolean {
  if ([...CREDENTIALS, ...CONTAINER].some((name) => env[name])) return true;
  const home = env.HOME ?? homedir();
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'),
    env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'),
  ];
  return files.some((file) => existsSync(file));
}

/**
 * The system that a command is meant for.
 * @throws {UsageError} where both are possible and neither is named
 */
export function chooseTarget(io: Io, { local, aws }: { readonly local?: boolean; readonly aws?: boolean }): Target {
  if (local) return { where: 'local', running: readRunning(io) };
  if (aws) return { where: 'aws' };
  const runsHere = existsSync(localFile(io));
  const account = hasAccount(io);
  if (runsHere && account)
    throw new UsageError('say --local (what runs here) or --aws (the account of your credentials)');
  if (account) return { where: 'aws' };
  if (runsHere) return { where: 'local', running: readRunning(io) };
  throw new Problem(`nothing runs here and there are no AWS credentials: ${START}`);
}
