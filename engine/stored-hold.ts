import * as z from 'zod/mini';
import { type Hold, NO_HOLD, TICKETS, type Ticket, WITHHELD, type Withheld } from '../core/delivery/hold';
import type { EpochMs } from '../core/time';
import type { Item } from './ports';
import { StoredItemError } from './stored';

/** Tickets and counts are attributes of their own: one update takes a ticket, or adds to a count, whatever the others do. */
export const ticketAt = (place: number): string => `at${place}`;
export const ticketBy = (place: number): string => `by${place}`;
export const withheldCount = (severity: keyof Withheld): string => `withheld_${severity}`;

const instant = z.number();
const HoldShape = z.object({
  failures: z._default(z.number(), 0),
  failedAt: z.optional(instant),
  until: z.optional(instant),
  isAsked: z.optional(z.boolean()),
  digestedAt: z.optional(instant),
  raised: z.optional(z.string()),
  raisedLast: z.optional(z.string()),
  /** The digest under way, or the next one; from 1. */
  digest: z._default(z.number(), 1),
  digestTries: z._default(z.number(), 0),
  /** How many pages were ever withheld. */
  seen: z._default(z.number(), 0),
  wakeAt: z.optional(instant),
  /** Of the last page that was withheld: where a digest goes, and what it can name. */
  receiver: z.optional(z.string()),
  slot: z.optional(z.string()),
  lastName: z.optional(z.string()),
});

/** A hold as the table has it. */
export type StoredHold = Hold & {
  /** Alerts that say that deliveries fail here, as JSON. */
  readonly raised: readonly string[];
  readonly digest: number;
  readonly digestTries: number;
  readonly seen: number;
  /** When a digest is due. */
  readonly wakeAt: EpochMs | null;
  readonly receiver: string | null;
  readonly slot: string | null;
  readonly lastName: string | null;
};

export const NOTHING_HELD: StoredHold = {
  ...NO_HOLD,
  raised: [],
  digest: 1,
  digestTries: 0,
  seen: 0,
  wakeAt: null,
  receiver: null,
  slot: null,
  lastName: null,
};

/** @throws {StoredItemError} for what is no hold */
export function readHold(item: Item | null): StoredHold {
  if (!item) return NOTHING_HELD;
  const read = HoldShape.safeParse(item);
  if (!read.success) throw new StoredItemError(`${item.pk} ${item.sk}: ${z.prettifyError(read.error)}`);
  const { failedAt, until, isAsked, digestedAt, raised, raisedLast, wakeAt, receiver, slot, lastName, ...counts } =
    read.data;
  return {
    ...counts,
    failedAt: failedAt ?? null,
    until: until ?? null,
    isAsked: isAsked ?? false,
    tickets: Array.from({ length: TICKETS }, (_, place) => ticketOf(item, place)),
    withheld: Object.fromEntries(WITHHELD.map((one) => [one, Number(item[withheldCount(one)] ?? 0)])) as Withheld,
    digestedAt: digestedAt ?? null,
    raised: [raised, raisedLast].flatMap((one) => one ?? []),
    wakeAt: wakeAt ?? null,
    receiver: receiver ?? null,
    slot: slot ?? null,
    lastName: lastName ?? null,
  };
}

function ticketOf(item: Item, place: number): Ticket | null {
  const at = item[ticketAt(place)];
  return typeof at === 'number' ? { at, by: String(item[ticketBy(place)]) } : null;
}
