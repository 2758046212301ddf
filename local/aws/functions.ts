import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

const Functions = z.object({
  Functions: z.array(z.object({ State: z.string().optional(), LastUpdateStatus: z.string().optional() })),
});

const LIST = '/2015-03-31/functions/';
/** The embedded AWS asks for credentials and accepts any. */
const HEADERS = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
};
const EVERY_MS = 200;
const AT_MOST_MS = 60_000;

/**
 * Waits until every function may be called. A deployment ends while they are still pending; saved like that, they
 * would stay so for ever, and no queue would be worked through.
 */
export async function functionsReady(endpoint: string): Promise<void> {
  const until = Date.now() + AT_MOST_MS;
  while (!(await allReady(endpoint))) {
    if (Date.now() > until)
      throw new Error('The functions on the embedded AWS do not become active. Try `npm run reset`.');
    await sleep(EVERY_MS);
  }
}

async function allReady(endpoint: string): Promise<boolean> {
  const response = await fetch(new URL(LIST, endpoint), { headers: HEADERS });
  const listed = Functions.safeParse(await response.json());
  if (!listed.success) throw new Error('The embedded AWS does not list its functions.', { cause: listed.error });
  return listed.data.Functions.every(
    ({ State = 'Active', LastUpdateStatus = 'Successful' }) => State !== 'Pending' && LastUpdateStatus !== 'InProgress',
  );
}
