import { type Channel, DEFAULT_RETRY, type Outcome } from '../channels/channel';
import { hash } from '../core/hash';
import type { Json } from '../core/json';
import { byImportance } from '../core/notification/clip';
import type { Notification } from '../core/notification/notification';
import { isOutside } from '../core/oncall/contact';
import type { Integration } from '../core/routing/receiver';
import { SECOND_MS } from '../core/time';
import { rousing } from './arm';
import { backoffMs } from './backoff';
import type { Configuration } from './configuration/configuration';
import { integrationOf } from './destinations';
import { sendDigest } from './digest';
import { sendEmergency } from './emergency';
import { lower, raise } from './failure';
import { admit, type Going, KnownHolds, noteFailure, noteSuccess } from './hold';
import { destinationOf, heldBy, slotKey } from './keys';
import { type Clause, type Ports, TransportError, type Update } from './ports';
import {
  CLAIM,
  type Claim,
  claimSlot,
  type Deliver,
  IS_WANTED,
  letGo,
  mayHaveBeenHeard,
  postpone,
  release,
  releaseForNewer,
  releaseForNothing,
  WANTED,
} from './slot';
import type { StoredHold } from './stored-hold';
import { withhold } from './withhold';

const NO_CONTACT = 'contacts_file has no such contact of this person, or cannot be read';
/** Those who wait for the same do not come back at the same moment. */
const SPREAD_MS = 2 * SECOND_MS;

export type NotifyReport = {
  /**
   * `unknown`: no answer came, so it may have arrived; `waits`: its destination is left alone for now; `withheld`: a
   * digest counts it; `gone`: the configuration no longer has this destination.
   */
  readonly outcome: 'nothing' | 'delivered' | 'failed' | 'unknown' | 'given up' | 'gone' | 'waits' | 'withheld';
  readonly reason: string;
  readonly channel: string | null;
  readonly attempt: number;
};

/** What an attempt came to; `unknown` when no answer came. */
export type Attempted =
  /** `isHeard`: what matters was delivered, and only what goes along with it was not. */
  (Outcome & { readonly isHeard?: true }) | { readonly result: 'unknown'; readonly reason: string };

/** A delivery under way, and all that is known of where it goes. */
type Delivery = {
  readonly claim: Claim;
  readonly channel: Channel;
  readonly integration: Integration;
  readonly notification: Notification;
  readonly destination: string;
};

/**
 * Sends one slot's wanted revision: claims it for a while, asks the provider, marks what came of it.
 * Doubled, early and late messages find nothing to do. Ordering and retrying live in the slot, not in channels.
 *
 * @param known what this process knows of destinations in trouble
 */
export async function notify(
  ports: Ports,
  configuration: Configuration,
  channels: readonly Channel[],
  deliver: Deliver,
  known: KnownHolds = new KnownHolds(),
): Promise<NotifyReport> {
  if (deliver.emergency) return sendEmergency(ports, configuration, channels, deliver.slot, deliver.emergency);
  const digestFor = heldBy(deliver.group);
  if (digestFor !== null) return sendDigest(ports, configuration, channels, digestFor);
  const claim = await claimSlot(ports, deliver);
  if (!claim) return { outcome: 'nothing', reason: 'not due, or under way', channel: null, attempt: 0 };
  const { receiver, payload, attempts } = claim.slotItem;
  const integration = integrationOf(configuration, receiver, deliver.slot);
  const channel = channels.find(({ name }) => name === integration?.channel);
  if (!integration || !channel || payload === undefined) {
    await release(ports, claim, { remove: [...WANTED, ...CLAIM] });
    return { outcome: 'gone', reason: `${receiver} has no ${deliver.slot}`, channel: null, attempt: attempts };
  }
  const notification = JSON.parse(payload) as Notification;
  const destination = destinationOf(deliver.slot);
  return send(ports, configuration, known, { claim, channel, integration, notification, destination });
}

async function send(
  ports: Ports,
  configuration: Configuration,
  known: KnownHolds,
  delivery: Delivery,
): Promise<NotifyReport> {
  const { claim, channel, integration, notification, destination } = delivery;
  const { attempts } = claim.slotItem;
  const report = (outcome: NotifyReport['outcome'], reason: string, attempt = attempts): NotifyReport => ({
    outcome,
    reason,
    channel: channel.name,
    attempt,
  });
  const admission = await admit(ports, known, goingOf(delivery));
  if (admission.type === 'wait') {
    await postpone(ports, claim, admission.until + Math.round(SPREAD_MS * ports.ids.random()));
    return report('waits', admission.reason, attempts - 1);
  }
  if (admission.type === 'withhold') {
    const isCounted = await withhold(ports, claim, notification, admission.hold);
    return isCounted ? report('withheld', 'too many pages at once') : report('nothing', 'newer words follow');
  }
  const attempted = await attempt(ports, channel, integration, claim, notification);
  await note(ports, known, destination, admission.hold, attempted);
  const outcome = await mark(ports, configuration, delivery, attempted);
  return report(outcome, attempted.result === 'delivered' ? notification.reason : attempted.reason);
}

function goingOf({ claim, channel, notification, destination }: Delivery): Going {
  const { group, slot, slotItem } = claim;
  const [leading] = [...notification.alerts].sort(byImportance);
  const isPage = channel.isPage?.(notification, slotItem.isOpen ?? false) ?? false;
  return {
    destination,
    isPage,
    // Tickets bound how many of them can hang at once.
    isUrgent: isPage && leading?.labels.severity === 'critical',
    by: hash(16, group, slot, String(slotItem.wantedRev)),
    isRetry: slotItem.attempts > 1,
    giveUpAt: slotItem.giveUpAt,
  };
}

async function attempt(
  { transport }: Ports,
  channel: Channel,
  integration: Integration,
  { group, slot, slotItem }: Claim,
  notification: Notification,
): Promise<Attempted> {
  if (isOutside(integration)) return { result: 'undeliverable', reason: NO_CONTACT };
  const config = channel.config.safeParse(integration.settings);
  if (!config.success) return { result: 'undeliverable', reason: `the settings of ${channel.name} are unreadable` };
  const asked = { key: hash(64, group, slot), ref: slotItem.ref ?? null, notification };
  try {
    const first = channel.interpret(await transport.send(channel.request(asked, config.data)));
    const aside = first.result === 'delivered' ? channel.aside?.(asked, config.data) : null;
    if (!aside) return first;
    const second = channel.interpret(await transport.send(aside));
    // What will never be taken is left out: what matters was delivered.
    return second.result === 'failed' && !second.forgetRef ? { ...second, isHeard: true } : first;
  } catch (error) {
    if (error instanceof TransportError) return { result: 'unknown', reason: error.message };
    throw error;
  }
}

/** What the attempt says about its destination, for all that go there. */
async function note(
  ports: Ports,
  known: KnownHolds,
  destination: string,
  hold: StoredHold,
  attempted: Attempted,
): Promise<void> {
  if (attempted.result === 'delivered') {
    for (const raised of hold.raised) await lower(ports, raised);
    return noteSuccess(ports, known, destination, hold);
  }
  // Whoever answers that it will not have this is there; a message that is gone says nothing of its channel.
  if (attempted.result === 'undeliverable' || ('forgetRef' in attempted && attempted.forgetRef)) return;
  await noteFailure(ports, known, { destination, pauseMs: pauseOf(attempted) || null });
}

const pauseOf = (attempted: Attempted): number => (attempted.result === 'failed' ? (attempted.retryAfterMs ?? 0) : 0);

/** A refusal was not read by anybody; silence may have been, and so may an earlier attempt that got no answer. */
function afterFailure(claim: Claim, attempted: Attempted): Pick<Update, 'set' | 'remove'> {
  const { set, remove = [] } = letGo(
    attempted.result === 'unknown' || attempted.isHeard === true || mayHaveBeenHeard(claim),
  );
  // The message that was to be edited is gone: the next attempt posts a new one.
  const forgotten = attempted.result === 'failed' && attempted.forgetRef ? ['ref'] : [];
  return { ...(set && { set }), remove: [...remove, ...forgotten] };
}

async function mark(
  ports: Ports,
  configuration: Configuration,
  { claim, channel, integration, notification, destination }: Delivery,
  attempted: Attempted,
): Promise<NotifyReport['outcome']> {
  if (attempted.result === 'delivered') {
    await markDelivered(ports, claim, attempted.ref, notification);
    return 'delivered';
  }
  const { slotItem } = claim;
  const now = ports.clock.now();
  const pause = pauseOf(attempted);
  const wakeAt =
    now + Math.max(pause, backoffMs(channel.retry ?? DEFAULT_RETRY, slotItem.attempts, ports.ids.random()));
  // A destination that asks for a pause gets it; it is not down.
  const isLast = slotItem.tries !== undefined && slotItem.attempts >= slotItem.tries;
  const isFinal = attempted.result === 'undeliverable' || (pause === 0 && (isLast || wakeAt > slotItem.giveUpAt));
  const after = afterFailure(claim, attempted);
  if (!isFinal) {
    if (await release(ports, claim, { ...after, set: { ...after.set, wakeAt } }, [[IS_WANTED]]))
      await ports.queue.send({ queue: 'deliver', group: claim.group, slot: claim.slot }, wakeAt - now);
    else await releaseForNothing(ports, claim, after);
    return attempted.result === 'unknown' ? 'unknown' : 'failed';
  }
  const { reason } = attempted;
  const where = { receiver: slotItem.receiver, channel: channel.name, destination: integration.to };
  // A person's page goes on by the policy: the next contact, the next step, the last resort.
  const isPursued = notification.paged !== undefined && notification.paged.person !== null;
  if (!isPursued) await raise(ports, configuration, notification, { ...where, key: destination, reason });
  await giveUp(ports, claim, reason, after);
  return 'given up';
}

/** In one transaction with the group's wake: it decides what follows, and must not be left unaware. */
async function giveUp(ports: Ports, claim: Claim, reason: string, after: Update): Promise<void> {
  const { group, slot, lease, slotItem } = claim;
  const update: Update = {
    set: { ...after.set, failedRev: slotItem.wantedRev, failReason: reason },
    remove: [...WANTED, ...(after.remove ?? [])],
    add: { v: 1 },
  };
  const isOurs: Clause[] = [['lease', '=', lease], ['wantedRev', '=', slotItem.wantedRev], IS_WANTED];
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
  if (!isOver) done.isOpen = true;
  const over = [...CLAIM, 'unknown', 'believed', ...(isOver ? ['ref', 'isOpen'] : [])];
  const isLatest: Clause = ['wantedRev', '=', rev];
  const finished = await release(ports, claim, { set: done, remove: [...WANTED, ...over] }, [
    [isLatest, ['doneRev', 'absent']],
    [isLatest, ['doneRev', '<', rev]],
  ]);
  if (!finished) await releaseForNewer(ports, claim, { set: done, remove: over });
}
