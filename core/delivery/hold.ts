import { SEVERITIES, severityRank } from '../alert/alert';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../time';

/** A person takes so many pages in so long, then a digest. */
export const TICKETS = 10;
export const WINDOW_MS = 10 * MINUTE_MS;
/** A digest gathers for this long, and the next comes a window later at the earliest. */
export const GATHER_MS = 30 * SECOND_MS;

/** So many failures in a row, none later than this after the one before, open the breaker. */
export const OPENS_AFTER = 5;
export const FORGET_MS = 2 * MINUTE_MS;
const OPEN_MS = 30 * SECOND_MS;
const MAX_OPEN_MS = 5 * MINUTE_MS;
/** Who tries a destination whose breaker was open has it to himself for this long: longer than any send takes. */
export const PROBE_MS = 30 * SECOND_MS;

/** Leave to page somebody once. It is another's again after {@link WINDOW_MS}; who pages again for the same reason keeps it. */
export type Ticket = { readonly at: EpochMs; readonly by: string };

/** `other` is every word that is no severity of ours. */
export const WITHHELD = [...SEVERITIES, 'other'] as const;
export type Withheld = Readonly<Record<(typeof WITHHELD)[number], number>>;

/** What all deliveries to one destination share. */
export type Hold = {
  /** Failures in a row. */
  readonly failures: number;
  readonly failedAt: EpochMs | null;
  /** Nobody sends before; null: everybody may. */
  readonly until: EpochMs | null;
  /** The destination itself asked for the pause; else the breaker is open. */
  readonly isAsked: boolean;
  /** By place, {@link TICKETS} of them. */
  readonly tickets: readonly (Ticket | null)[];
  readonly withheld: Withheld;
  readonly digestedAt: EpochMs | null;
};

export const NO_HOLD: Hold = {
  failures: 0,
  failedAt: null,
  until: null,
  isAsked: false,
  tickets: Array.from({ length: TICKETS }, () => null),
  withheld: { critical: 0, error: 0, warning: 0, info: 0, other: 0 },
  digestedAt: null,
};

export type Passage =
  /** `probe`: alone; the others wait for what comes of it. */
  | { readonly go: true; readonly probe: boolean }
  | { readonly go: false; readonly until: EpochMs; readonly reason: string };

/**
 * May a delivery go out now? A pause that the destination asked for is everybody's. An open breaker holds all but what
 * is urgent, and nothing for longer than it is tried at all: what would be given up is tried once more first.
 */
export function passage(
  { until, isAsked, failures }: Hold,
  { isUrgent, giveUpAt }: { readonly isUrgent: boolean; readonly giveUpAt: EpochMs },
  now: EpochMs,
): Passage {
  if (until === null) return { go: true, probe: false };
  if (isAsked) return now < until ? wait(until, 'the destination asked for a pause') : { go: true, probe: false };
  if (now >= until) return { go: true, probe: failures >= OPENS_AFTER };
  if (isUrgent || now >= giveUpAt) return { go: true, probe: false };
  return wait(Math.min(until, giveUpAt), `the destination failed ${failures} times in a row`);
}

const wait = (until: EpochMs, reason: string): Passage => ({ go: false, until, reason });

/** How long a breaker stays open after so many failures in a row: 30 s, then twice as long each time, up to 5 min. */
export const openMs = (failures: number): number => Math.min(OPEN_MS * 2 ** (failures - OPENS_AFTER), MAX_OPEN_MS);

/** The place of a ticket that this page may take: the one it has, the one it would like, any; null if all are taken. */
export function placeFor({ tickets }: Hold, by: string, wish: number, now: EpochMs): number | null {
  const own = tickets.findIndex((ticket) => ticket?.by === by);
  if (own >= 0) return own;
  const isFree = (ticket: Ticket | null | undefined): boolean => !ticket || ticket.at <= now - WINDOW_MS;
  if (isFree(tickets[wish])) return wish;
  const free = tickets.findIndex(isFree);
  return free >= 0 ? free : null;
}

/** When what is withheld now is told of. */
export const digestAt = ({ digestedAt }: Hold, now: EpochMs): EpochMs =>
  Math.max(now + GATHER_MS, (digestedAt ?? 0) + WINDOW_MS);

export const withheldAs = (severity: string | undefined): keyof Withheld => WITHHELD[severityRank(severity)] ?? 'other';

export const totalOf = (withheld: Withheld): number => WITHHELD.reduce((sum, one) => sum + withheld[one], 0);

/** "3 critical, 12 warning", the worst first. */
export const countsText = (withheld: Withheld): string =>
  WITHHELD.flatMap((one) => (withheld[one] > 0 ? [`${withheld[one]} ${one}`] : [])).join(', ');
