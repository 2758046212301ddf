import { join } from 'node:path';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** Somebody asked for an AWS that is not on this machine; nothing here may ever touch a real account. */
export class ForeignEndpointError extends Error {
  override readonly name = 'ForeignEndpointError';
}

const LOOPBACK_HOSTS = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The embedded AWS that the user already runs, if AWS_ENDPOINT_URL names one.
 * @throws {ForeignEndpointError} when it names another machine
 */
export function givenEndpoint(environment: Readonly<Record<string, string | undefined>>): string | null {
  const given = environment.AWS_ENDPOINT_URL;
  if (!given) return null;
  const host = URL.canParse(given) ? new URL(given).hostname : '';
  if (LOOPBACK_HOSTS.test(host)) return new URL(given).origin;
  throw new ForeignEndpointError(
    `AWS_ENDPOINT_URL is ${given}, which is not on this machine: the local run deploys and deletes freely there.\nUnset it, or name a loopback address such as http://127.0.0.1:4566.`,
  );
}

/** What a client of the embedded AWS needs; the user's own profiles and credentials are out of reach. */
export const clientEnvironment = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** For SDK clients in this process. */
export function clientSettings(endpoint: string) {
  // Advice on Node versions is not what somebody who follows the story needs to read.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

/** The CDK's environment: quiet, offline but for the embedded AWS, with its own folder for caches. */
export const cdkEnvironment = (endpoint: string, home: string): Readonly<Record<string, string>> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? home,
  TMPDIR: join(home, 'cdk-tmp'),
  ...clientEnvironment(endpoint),
  CDK_DEFAULT_ACCOUNT: ACCOUNT,
  CDK_DEFAULT_REGION: REGION,
  CDK_HOME: join(home, 'cdk'),
  CDK_DISABLE_VERSION_CHECK: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CI: 'true',
  NO_COLOR: '1',
  NODE_NO_WARNINGS: '1',
});
