import * as z from 'zod/mini';
import type { Alert } from '../core/alert/alert';
import { asRecord, parseJson } from '../formats/loose';
import type { Ports } from './ports';
import { WholeAlert } from './stored';

const MARK = 'tocsin.reconciled';
const Agreed = z.object({ alert: WholeAlert, stamp: z.string() });

/** An alert as CloudWatch was asked about it, and how it sorts. */
export type Agreed = { readonly alert: Alert; readonly stamp: string };

/**
 * Sends what reconciling found to ingest, as a message: it is worked through until all of its groups know, also where
 * whoever works on it dies in between. Written here, it would be known after the first write, and never looked at again.
 */
export const sendAgreed = ({ queue }: Pick<Ports, 'queue'>, agreed: Agreed): Promise<void> =>
  queue.send({ queue: 'ingest', body: JSON.stringify({ [MARK]: agreed }) }, 0);

/** What {@link sendAgreed} sent; null for any other message. */
export function readAgreed(body: string): Agreed | null {
  if (!body.startsWith(`{"${MARK}"`)) return null;
  const read = Agreed.safeParse(asRecord(parseJson(body))?.[MARK]);
  return read.success ? read.data : null;
}
