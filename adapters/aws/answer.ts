import type { Response } from '../../channels/channel';
import { TransportError } from '../../engine/ports';

/** AWS throttles with 400 too; a channel reads statuses. */
const THROTTLED = /throttl|toomanyrequests|limitexceeded|slowdown/i;

/** What a failed call of an AWS client carries, as far as it is read here. */
type Failure = { readonly name?: string; readonly $metadata?: { readonly httpStatusCode?: number } };

/** Cuts off what hangs, and never asks twice: the caller repeats, and knows that it does. */
export const SENDING = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/**
 * What an AWS service answered, as a channel reads it: 200 with the message's id, or a status with the error's name.
 * @throws {TransportError} when no answer came
 */
export async function answered(service: string, call: () => Promise<string | undefined>): Promise<Response> {
  try {
    return { status: 200, headers: {}, body: (await call()) ?? '' };
  } catch (error) {
    const { name = 'UnknownError', $metadata } = error as Failure;
    const status = $metadata?.httpStatusCode;
    // The text may quote the number or the address: the name alone goes on.
    if (status === undefined) throw new TransportError(`${service}: ${name}`);
    return { status: status < 500 && THROTTLED.test(name) ? 429 : status, headers: {}, body: name };
  }
}

/** For reading secrets: it must leave time to send. */
export const READING = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};
