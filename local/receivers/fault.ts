import * as z from 'zod';
import { type EpochMs, SECOND_MS } from '../../core/time';

/** Makes a receiver fail: with a status, or by never answering. `for` and `retry_after` in seconds; without `for`: until DELETE /fault. */
export const FaultRequest = z.strictObject({
  status: z.union([z.literal('timeout'), z.int().min(400).max(599)]).default(503),
  for: z.number().positive().optional(),
  retry_after: z.number().nonnegative().optional(),
});

export type Fault = {
  readonly status: number | 'timeout';
  readonly retryAfter: number | null;
  readonly until: EpochMs | null;
};

export const makeFault = (request: z.infer<typeof FaultRequest>, now: EpochMs): Fault => ({
  status: request.status,
  retryAfter: request.retry_after ?? null,
  until: request.for === undefined ? null : now + request.for * SECOND_MS,
});

/** Whether it still holds. */
export const isOn = (fault: Fault | null, now: EpochMs): fault is Fault =>
  fault !== null && (fault.until === null || now < fault.until);
