import * as z from 'zod/mini';

/** What CloudFormation asks of a custom resource. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
const Request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
  ResourceProperties: z.optional(z.record(z.string(), z.unknown())),
});
export type Request = z.infer<typeof Request>;

/** The request in an event, or null: then it is what the function usually works on. */
export function readRequest(event: unknown): Request | null {
  if (typeof event !== 'object' || event === null || !('ResponseURL' in event)) return null;
  return Request.parse(event);
}

/** CloudFormation takes 4 KB of answer. */
const MAX_REASON = 1_000;

export type Verdict = { readonly ok: boolean; readonly reason: string };

/** What CloudFormation is answered, at the address that it gave. */
export function answerTo(request: Request, { ok, reason }: Verdict): string {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = request;
  return JSON.stringify({
    Status: ok ? 'SUCCESS' : 'FAILED',
    Reason: reason.slice(0, MAX_REASON),
    PhysicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
  });
}

/** Puts the answer where CloudFormation looks for it. @throws when it cannot be put there: then the deployment waits */
export async function respond(request: Request, verdict: Verdict): Promise<void> {
  // The address is signed for no content type at all.
  const options = { method: 'PUT', body: answerTo(request, verdict), headers: { 'content-type': '' } };
  const { ok, status } = await fetch(request.ResponseURL, options);
  if (!ok) throw new Error(`CloudFormation did not take the answer: ${status}`);
}
