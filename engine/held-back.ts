import { MINUTE_MS } from '../core/time';
import { asRecord, parseJson, textIn } from '../formats/loose';
import type { Ports } from './ports';

/** How long the second path waits for the first. */
export const HOLD_MS = MINUTE_MS;

/** What EventBridge said, and since when it has waited for SNS to say the same; null: it only just came. */
export type HeldBack = { readonly message: string; readonly since: number | null };

const MARK = 'tocsin.heldBackSince';

/** Opens a message that was sent on by {@link holdBack}; any other is as it came. */
export function readHeldBack(body: string): HeldBack {
  const wrapped = body.startsWith(`{"${MARK}"`) ? asRecord(parseJson(body)) : null;
  const since = wrapped?.[MARK];
  return wrapped && typeof since === 'number'
    ? { message: textIn(wrapped, 'message'), since }
    : { message: body, since: null };
}

/**
 * Sends a message to ourselves, to come again when the first path has had its time. Only then is the one that came
 * done with: whoever dies in between holds it back twice, which does no harm.
 */
export async function holdBack({ queue, clock }: Pick<Ports, 'queue' | 'clock'>, message: string): Promise<void> {
  const body = JSON.stringify({ [MARK]: clock.now(), message });
  await queue.send({ queue: 'ingest', body }, HOLD_MS);
}
