import { type EpochMs, SECOND_MS } from '../core/time';
import { shardOf, slotKey } from './keys';
import type { Clause, Condition, Emergency, Ports, Update } from './ports';
import { readSlot, type SlotItem } from './stored';

/** Longer than any send may take, so that two never overlap. */
export const LEASE_MS = 30 * SECOND_MS;

export type Deliver = {
  readonly group: string;
  readonly slot: string;
  /** All that is to be sent, where no slot can be read. */
  readonly emergency?: Emergency | undefined;
};

/** A slot that is ours until its lease ends. */
export type Claim = Pick<Deliver, 'group' | 'slot'> & { readonly lease: string; readonly slotItem: SlotItem };

const LEASE = ['lease', 'leaseUntil', 'expired'];
/** All that a claim leaves in a slot. */
export const CLAIM = [...LEASE, 'claimedRev', 'claimedTold', 'unsure'];
/** What is wanted no more leaves nothing to do. */
export const WANTED = ['pending', 'payload', 'wakeAt'];

/** A flush may have decided meanwhile that nobody is to hear of it. */
export const IS_WANTED: Clause = ['pending', '=', true];

/** @returns null where nothing is due, or somebody else is at it */
export async function claimSlot({ store, ids, clock }: Ports, { group, slot }: Deliver): Promise<Claim | null> {
  const now = clock.now();
  const lease = ids.next();
  const isDue: Clause[] = [IS_WANTED, ['wakeAt', '<=', now]];
  const written = await store.update(
    slotKey(group, slot),
    {
      set: { lease, leaseUntil: now + LEASE_MS, wakeAt: now + LEASE_MS, shard: shardOf(group) },
      // Until an outcome is known, the destination may have been told this.
      copy: { claimedRev: 'wantedRev', claimedTold: 'wantedTold', expired: 'lease' },
      add: { attempts: 1, v: 1 },
    },
    [
      [...isDue, ['leaseUntil', 'absent']],
      [...isDue, ['leaseUntil', '<=', now]],
    ],
  );
  return written.ok ? { group, slot, lease, slotItem: readSlot(written.item) } : null;
}

/** An earlier attempt at these words got no answer, or never came back: they may have been read. */
export const mayHaveBeenHeard = ({ slotItem: { unsure, expired } }: Claim): boolean =>
  unsure === true || expired != null;

/** Lets go of a claim whose words go out later; `isHeard`: they may have been read. */
export const letGo = (isHeard: boolean): Pick<Update, 'set' | 'remove'> =>
  isHeard ? { set: { unsure: true }, remove: LEASE } : { remove: CLAIM };

/** Ends our claim, if it still is ours and one of the alternatives holds. */
export async function release(
  { store }: Ports,
  { group, slot, lease }: Claim,
  update: Update,
  alternatives: Condition = [[]],
): Promise<boolean> {
  const isOurs: Clause = ['lease', '=', lease];
  const condition = alternatives.map((clauses) => [isOurs, ...clauses]);
  return (await store.update(slotKey(group, slot), { ...update, add: { ...update.add, v: 1 } }, condition)).ok;
}

/** A newer revision was wanted meanwhile: it goes at once. */
export async function releaseForNewer(ports: Ports, claim: Claim, { set, remove = [] }: Update): Promise<void> {
  const { group, slot } = claim;
  const next: Update = { set: { ...set, wakeAt: ports.clock.now() }, remove };
  if (await release(ports, claim, next, [[IS_WANTED]])) await ports.queue.send({ queue: 'deliver', group, slot }, 0);
  else await releaseForNothing(ports, claim, { ...(set && { set }), remove });
}

/** Nothing is wanted any more: what may have been heard is kept, and what was forgotten meanwhile stays forgotten. */
export async function releaseForNothing(
  ports: Ports,
  claim: Claim,
  update: Pick<Update, 'set' | 'remove'>,
): Promise<void> {
  if (await release(ports, claim, update, [[['claimedTold', 'present']]])) return;
  await release(ports, claim, { remove: CLAIM });
}

/** Puts a delivery off, without counting it as an attempt: it was not made. */
export async function postpone(ports: Ports, claim: Claim, until: EpochMs): Promise<void> {
  const { group, slot } = claim;
  const now = ports.clock.now();
  const { set, remove } = letGo(mayHaveBeenHeard(claim));
  const put = { set: { ...set, wakeAt: until }, ...(remove && { remove }), add: { attempts: -1 } };
  if (await release(ports, claim, put, [[IS_WANTED]])) {
    await ports.queue.send({ queue: 'deliver', group, slot }, until - now);
  } else await releaseForNothing(ports, claim, { ...(set && { set }), ...(remove && { remove }) });
}
