import { Problem } from '../io';
import type { Target } from '../send/target';

/** Who answers nothing in this time is not there; nobody waits at a prompt for ever. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** What every client of a command is made with. */
export function clientSettings(target: Target) {
  // The pinned SDK runs on the oldest Node that we support; its advice for later versions helps nobody here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  if (target.where === 'aws') return { requestHandler };
  const { aws, region } = target.running;
  // The embedded AWS takes any credentials; those of an account have no business there.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { endpoint: aws, region, credentials, maxAttempts: 1, requestHandler };
}

/** A failed call, in words of what to do about it. */
export function problemOf(error: unknown, target: Target, service: string): Problem {
  if (error instanceof Problem) return error;
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  if (target.where === 'local' && /ECONNREFUSED|ECONNRESET|TimeoutError/.test(`${code} ${name} ${message}`)) {
    return new Problem(`nothing answers at ${target.running.aws}: start it with "npm start"`);
  }
  if (/Credentials|ExpiredToken|UnrecognizedClient/.test(name))
    return new Problem('there are no AWS credentials that work: set AWS_PROFILE, or say --local');
  return new Problem(`${service} refused: ${name}: ${message}`);
}
