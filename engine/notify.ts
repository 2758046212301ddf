import { type Channel, DEFAULT_RETRY, type Outcome, type Retry } from '../channels/channel';
import { hash } from '../core/hash';
import type { Json } from '../core/json';
import type { Notification } from '../core/notification/notification';
import type { Integration } from '../core/routing/receiver';
import { SECOND_MS } from '../core/time';
import { rousing } from './arm';
import { backoffMs } from './backoff';
import type { Configuration } from './configuration/configuration';
import { shardOf, slotKey } from './keys';
import { type Clause, type Condition, type Ports, TransportError, type Update } from './ports';
import { readSlot, type SlotItem } from './stored';

/** Longer than any send may take, so that two never overlap. */
export const LEASE_MS = 30 * SECOND_MS;

export type Deliver = { readonly group: string; readonly slot: string };

export type NotifyReport = {
  /** `unknown`: no answer came, so it may have arrived; `gone`: the configuration no longer has this destination. */
  readonly outcome: 'nothing' | 'delivered' | 'failed' | 'unknown' | 'given up' | 'gone';
  readonly reason: string;
  readonly channel: string | null;
  readonly attempt: number;
};

/** A slot that is ours until its lease ends. */
type Claim = Deliver & { readonly lease: string; readonly slotItem: SlotItem };

/** What an attempt came to; `unknown` when no answer came. */
type Attempted = Outcome | { readonly result: 'unknown'; readonly reason: string };

/**
 * Sends one slot's wanted revision: claims it for a while, asks the provider, marks what came of it.
 * Doubled, early and late messages find nothing to do. Ordering and retrying live in the slot, not in channels.
 */
export async function notify(
  ports: Ports,
  configuration: Configuration,
  channels: readonly Channel[],
  deliver: Deliver,
): Promise<NotifyReport> {
  const claim = await claimSlot(ports, deliver);
  if (!claim) return { outcome: 'nothing', reason: 'not due, or under way', channel: null, attempt: 0 };
  const { receiver, payload, attempts } = claim.slotItem;
  const integration = configuration.receivers[receiver]?.integrations.find(({ key }) => key === deliver.slot);
  const channel = channels.find(({ name }) => name === integration?.channel);
  if (!integration || !channel || payload === undefined) {
    await release(ports, claim, { remove: ['pending', 'payload', 'wakeAt', ...CLAIM] });
    return { outcome: 'gone', reason: `${receiver} has no ${deliver.slot}`, channel: null, attempt: attempts };
  }
  const notification = JSON.parse(payload) as Notification;
  const attempted = await attempt(ports, channel, integration, claim, notification);
  const outcome = await mark(ports, claim, attempted, notification, channel.retry ?? DEFAULT_RETRY);
  const reason = attempted.result === 'delivered' ? notification.reason : attempted.reason;
  return { outcome, reason, channel: channel.name, attempt: attempts };
}

async function claimSlot({ store, ids, clock }: Ports, { group, slot }: Deliver): Promise<Claim | null> {
  const now = clock.now();
  const lease = ids.next();
  const isDue: Clause[] = [
    ['pending', '=', true],
    ['wakeAt', '<=', now],
  ];
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

async function attempt(
  { transport }: Ports,
  channel: Channel,
  { settings }: Integration,
  { group, slot, slotItem }: Claim,
  notification: Notification,
): Promise<Attempted> {
  const config = channel.config.safeParse(settings);
  if (!config.success) return { result: 'undeliverable', reason: `the settings of ${channel.name} are unreadable` };
  const request = channel.request({ key: hash(64, group, slot), ref: slotItem.ref ?? null, notification }, config.data);
  try {
    return channel.interpret(await transport.send(request));
  } catch (error) {
    if (error instanceof TransportError) return { result: 'unknown', reason: error.message };
    throw error;
  }
}

const LEASE = ['lease', 'leaseUntil', 'expired'];
const CLAIM = [...LEASE, 'claimedRev', 'claimedTold', 'unsure'];

/** A refusal was not read by anybody; silence may have been, and so may an earlier attempt that got no answer. */
function afterFailure({ slotItem: { unsure, expired } }: Claim, attempted: Attempted): Update {
  const mayBeTold = attempted.result === 'unknown' || unsure === true || expired != null;
  // The message that was to be edited is gone: the next attempt posts a new one.
  const forgotten = attempted.result === 'failed' && attempted.forgetRef ? ['ref'] : [];
  return mayBeTold ? { set: { unsure: true }, remove: [...LEASE, ...forgotten] } : { remove: [...CLAIM, ...forgotten] };
}

async function mark(
  ports: Ports,
  claim: Claim,
  attempted: Attempted,
  notification: Notification,
  retry: Retry,
): Promise<NotifyReport['outcome']> {
  if (attempted.result === 'delivered') {
    await markDelivered(ports, claim, attempted.ref, notification);
    return 'delivered';
  }
  const { slotItem } = claim;
  const now = ports.clock.now();
  const pause = attempted.result === 'failed' ? (attempted.retryAfterMs ?? 0) : 0;
  const wakeAt = now + Math.max(pause, backoffMs(retry, slotItem.attempts, ports.ids.random()));
  // A destination that asks for a pause gets it; it is not down.
  const isFinal = attempted.result === 'undeliverable' || (pause === 0 && wakeAt > slotItem.giveUpAt);
  const after = afterFailure(claim, attempted);
  if (!isFinal) {
    await release(ports, claim, { ...after, set: { ...after.set, wakeAt } });
    await ports.queue.send({ queue: 'deliver', group: claim.group, slot: claim.slot }, wakeAt - now);
    return attempted.result === 'unknown' ? 'unknown' : 'failed';
  }
  await giveUp(ports, claim, attempted.reason, after);
  return 'given up';
}

/** In one transaction with the group's wake: it decides what follows, and must not be left unaware. */
async function giveUp(ports: Ports, claim: Claim, reason: string, after: Update): Promise<void> {
  const { group, slot, lease, slotItem } = claim;
  const update: Update = {
    set: { ...after.set, failedRev: slotItem.wantedRev, failReason: reason },
    remove: ['pending', 'payload', 'wakeAt', ...(after.remove ?? [])],
    add: { v: 1 },
  };
  const isOurs: Clause[] = [
    ['lease', '=', lease],
    ['wantedRev', '=', slotItem.wantedRev],
  ];
  const gaveUp = await ports.store.transact([
    { type: 'update', key: slotKey(group, slot), update, condition: [isOurs] },
    rousing(group, ports.clock.now()),
  ]);
  if (gaveUp) await ports.queue.send({ queue: 'wake', group }, 0);
  else await releaseForNewer(ports, claim, after);
}

async function markDelivered(
  ports: Ports,
  claim: Claim,
  ref: string | null,
  { at, kind }: Notification,
): Promise<void> {
  const { slotItem } = claim;
  const { wantedRev: rev, wantedTold: told } = slotItem;
  // A conversation that ended starts anew with the next alert: a new message, a new thread.
  const isOver = kind === 'resolved';
  const done: Record<string, Json> = { doneRev: rev, doneTold: told, doneAt: Math.max(at, ports.clock.now()) };
  if (ref !== null && !isOver) done.ref = ref;
  const over = [...CLAIM, 'unknown', ...(isOver ? ['ref'] : [])];
  const isLatest: Clause = ['wantedRev', '=', rev];
  const finished = await release(ports, claim, { set: done, remove: ['pending', 'payload', 'wakeAt', ...over] }, [
    [isLatest, ['doneRev', 'absent']],
    [isLatest, ['doneRev', '<', rev]],
  ]);
  if (!finished) await releaseForNewer(ports, claim, { set: done, remove: over });
}

/** A newer revision was wanted meanwhile: it goes at once. */
async function releaseForNewer(ports: Ports, claim: Claim, { set, remove = [] }: Update): Promise<void> {
  const { group, slot } = claim;
  const next: Update = { set: { ...set, wakeAt: ports.clock.now() }, remove };
  if (await release(ports, claim, next, [[['pending', '=', true]]]))
    await ports.queue.send({ queue: 'deliver', group, slot }, 0);
  // Nothing is wanted any more: what was forgotten meanwhile stays forgotten.
  else await release(ports, claim, { remove: CLAIM });
}

/** Ends our claim, if it still is ours and one of the alternatives holds. */
async function release(
  { store }: Ports,
  { group, slot, lease }: Claim,
  update: Update,
  alternatives: Condition = [[]],
): Promise<boolean> {
  const isOurs: Clause = ['lease', '=', lease];
  const condition = alternatives.map((clauses) => [isOurs, ...clauses]);
  return (await store.update(slotKey(group, slot), { ...update, add: { v: 1 } }, condition)).ok;
}
