import { FORGET_MS, OPENS_AFTER, openMs, PROBE_MS, passage, placeFor, TICKETS, WINDOW_MS } from '../core/delivery/hold';
import { hash } from '../core/hash';
import { DAY_MS, type EpochMs, SECOND_MS } from '../core/time';
import { holdKey } from './keys';
import { type Clause, type Condition, type Item, type Ports, StoreError, type Update } from './ports';
import { ttlAt } from './stored';
import { NOTHING_HELD, readHold, type StoredHold, ticketAt, ticketBy } from './stored-hold';

/** Nothing of it matters after that. */
const HOLD_TTL_MS = 2 * DAY_MS;
/** What was known of a destination's trouble is asked anew after this. */
const KNOWN_MS = 5 * SECOND_MS;
/** Ten pages at one moment take ten tickets: some meet, and each looks again. */
const MAX_TRIES = 2 * TICKETS;

export const holdTtl = (now: EpochMs): number => ttlAt(now + HOLD_TTL_MS);

/**
 * The destinations in trouble that this process knows of. A healthy one is not asked about: its deliveries cost no call
 * more, and the price is that each process may learn of an outage by a failure of its own.
 */
export class KnownHolds {
  readonly #known = new Map<string, { readonly hold: StoredHold; readonly at: EpochMs }>();

  learn(destination: string, hold: StoredHold, now: EpochMs): void {
    const isTrouble = hold.failures > 0 || hold.until !== null || hold.raised.length > 0;
    if (isTrouble) this.#known.set(destination, { hold, at: now });
    else this.#known.delete(destination);
  }

  /** What is known, or null for what seems healthy; `isFresh`: as good as asked. */
  of(destination: string, now: EpochMs): { readonly hold: StoredHold; readonly isFresh: boolean } | null {
    const known = this.#known.get(destination);
    return known ? { hold: known.hold, isFresh: now - known.at < KNOWN_MS } : null;
  }
}

/** What is about to go out. */
export type Going = {
  readonly destination: string;
  /** Takes a ticket: it makes a phone ring. */
  readonly isPage: boolean;
  readonly isUrgent: boolean;
  /** A page that is tried again keeps its ticket. */
  readonly by: string;
  /** It was tried before, so that the destination may be in trouble. */
  readonly isRetry: boolean;
  readonly giveUpAt: EpochMs;
};

export type Admission =
  | { readonly type: 'go'; readonly hold: StoredHold }
  | { readonly type: 'wait'; readonly until: EpochMs; readonly reason: string }
  | { readonly type: 'withhold'; readonly hold: StoredHold };

/** Asks whether a delivery may go out now; a page takes a ticket with the same update. */
export async function admit(ports: Ports, known: KnownHolds, going: Going): Promise<Admission> {
  const now = ports.clock.now();
  let hold: StoredHold | null = null;
  if (!going.isPage) {
    hold = await holdOf(ports, known, going, now);
    // Nothing to ask of a destination that nobody knows to be in trouble.
    if (hold.until === null) return { type: 'go', hold };
  }
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const next = await attempt(ports, known, going, hold, now);
    if ('type' in next) return next;
    hold = next;
  }
  throw new StoreError(`${going.destination}: no ticket in ${MAX_TRIES} tries`);
}

async function holdOf({ store }: Ports, known: KnownHolds, going: Going, now: EpochMs): Promise<StoredHold> {
  const { destination, isRetry } = going;
  const remembered = known.of(destination, now);
  if (remembered?.isFresh) return remembered.hold;
  if (!remembered && !isRetry) return NOTHING_HELD;
  const hold = readHold(await store.get(holdKey(destination)));
  known.learn(destination, hold, now);
  return hold;
}

/** @param seen null: nothing was looked at, and all is hoped to be well */
async function attempt(
  { store }: Ports,
  known: KnownHolds,
  going: Going,
  seen: StoredHold | null,
  now: EpochMs,
): Promise<Admission | StoredHold> {
  const { destination, isPage, by } = going;
  const hold = seen ?? NOTHING_HELD;
  const pass = passage(hold, going, now);
  if (!pass.go) return { type: 'wait', until: pass.until, reason: pass.reason };
  const wish = Number.parseInt(hash(8, by), 16) % TICKETS;
  const place = isPage ? placeFor(hold, by, wish, now) : null;
  if (isPage && place === null) return { type: 'withhold', hold };
  const isHeld = hold.until !== null;
  // Nothing to take and nobody to keep away: somebody urgent, or a pause that is over.
  if (!isPage && !pass.probe) return { type: 'go', hold };
  const update: Update = {
    set: {
      ...(place === null ? {} : { [ticketAt(place)]: now, [ticketBy(place)]: by }),
      ...(pass.probe ? { until: now + PROBE_MS } : {}),
      ttl: holdTtl(now),
    },
  };
  const stays: Clause[] = [isHeld ? ['until', '=', hold.until ?? 0] : ['until', 'absent']];
  const written = await store.update(holdKey(destination), update, isTakeable(place, by, stays, now));
  const after = readHold(written.ok ? written.item : written.existing);
  known.learn(destination, after, now);
  return written.ok ? { type: 'go', hold: after } : after;
}

/** The ticket is free, run out, or ours already; and nothing else is held against the destination than what was seen. */
function isTakeable(place: number | null, by: string, stays: readonly Clause[], now: EpochMs): Condition {
  if (place === null) return [stays];
  const at = ticketAt(place);
  const free: Clause[] = [
    [at, 'absent'],
    [at, '<=', now - WINDOW_MS],
    [ticketBy(place), '=', by],
  ];
  return free.map((clause) => [clause, ...stays]);
}

/** What an attempt that failed says about its destination. */
export type Failing = {
  readonly destination: string;
  /** How long it asks to be left alone; null: it says nothing. */
  readonly pauseMs: number | null;
};

/** Holds all deliveries to a destination that asks for a pause, or that has failed too often in a row. */
export async function noteFailure(ports: Ports, known: KnownHolds, { destination, pauseMs }: Failing): Promise<void> {
  const now = ports.clock.now();
  const key = holdKey(destination);
  const change = async (update: Update, condition: Condition): Promise<Item | null> => {
    const written = await ports.store.update(key, { ...update, set: { ...update.set, ttl: holdTtl(now) } }, condition);
    known.learn(destination, readHold(written.ok ? written.item : written.existing), now);
    return written.ok ? written.item : null;
  };
  if (pauseMs !== null) {
    const until = now + pauseMs;
    await change({ set: { until, isAsked: true } }, [[['until', 'absent']], [['until', '<', until]]]);
    return;
  }
  const inARow = { set: { failedAt: now }, add: { failures: 1 } };
  const counted =
    (await change(inARow, [[['failedAt', '>', now - FORGET_MS]]])) ??
    (await change({ set: { failedAt: now, failures: 1 } }, [
      [['failedAt', 'absent']],
      [['failedAt', '<=', now - FORGET_MS]],
    ]));
  const { failures, isAsked, until: held } = readHold(counted);
  // Its own pause is longer than ours, as a rule, and it knows why.
  if (failures < OPENS_AFTER || (isAsked && (held ?? 0) > now)) return;
  await change({ set: { until: now + openMs(failures) }, remove: ['isAsked'] }, [[['failures', '>=', OPENS_AFTER]]]);
}

/** It takes what it is given: whatever was held against it is over. */
export async function noteSuccess(
  ports: Ports,
  known: KnownHolds,
  destination: string,
  hold: StoredHold,
): Promise<void> {
  if (hold.failures === 0 && hold.until === null && hold.raised.length === 0) return;
  const now = ports.clock.now();
  const written = await ports.store.update(
    holdKey(destination),
    { remove: ['failures', 'failedAt', 'until', 'isAsked', 'raised', 'raisedLast'] },
    // A pause that was asked for meanwhile stays.
    [[['until', 'absent']], hold.until === null ? [['until', '<=', now]] : [['until', '=', hold.until]]],
  );
  if (written.ok) known.learn(destination, readHold(written.item), now);
}
