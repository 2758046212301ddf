import { type Channel, DEFAULT_RETRY } from '../channels/channel';
import { countsText, TICKETS, totalOf, WINDOW_MS, WITHHELD } from '../core/delivery/hold';
import { hash } from '../core/hash';
import type { Notification } from '../core/notification/notification';
import type { Integration } from '../core/routing/receiver';
import type { EpochMs } from '../core/time';
import { backoffMs } from './backoff';
import type { Configuration } from './configuration/configuration';
import { integrationOf } from './destinations';
import { holdTtl } from './hold';
import { holdKey, holdPartition, shardOf } from './keys';
import type { Attempted, NotifyReport } from './notify';
import { type Clause, type Ports, TransportError } from './ports';
import { LEASE_MS } from './slot';
import { readHold, type StoredHold, withheldCount } from './stored-hold';

/** The message that has a digest sent. */
export const digestMessage = (destination: string) =>
  ({ queue: 'deliver', group: holdPartition(destination), slot: 'digest' }) as const;

/** What a digest says: how many pages were withheld, by severity, and one of them by name. */
export function digestOf(hold: StoredHold, integration: Integration, now: EpochMs): Notification {
  const { withheld, lastName, receiver } = hold;
  const total = totalOf(withheld);
  const severity = WITHHELD.find((one) => withheld[one] > 0) ?? 'other';
  const last = lastName ? `, the last of them ${lastName}` : '';
  const reason = `${countsText(withheld)}${last}. They were not sent one by one: you had ${TICKETS} in ten minutes.`;
  return {
    kind: 'digest',
    status: 'firing',
    reason,
    receiver: receiver ?? '',
    groupKey: 'digest',
    groupLabels: {},
    incident: `digest-${hash(16, integration.key)}-${hold.digest}`,
    openedAt: now,
    at: now,
    alerts: [
      {
        fingerprint: hash(16, 'digest', integration.key, String(hold.digest)),
        status: 'firing',
        labels: { alertname: total === 1 ? '1 page withheld' : `${total} pages withheld`, severity },
        annotations: { summary: reason },
        startsAt: now,
        endsAt: null,
        generatorUrl: null,
      },
    ],
    truncatedAlerts: 0,
    firing: 1,
    resolved: 0,
  };
}

/**
 * Tells a destination how many pages it was spared. What was counted is taken off only when it was told, so that a
 * digest which fails, or whose sender dies, is told again, with all that came in meanwhile.
 */
export async function sendDigest(
  ports: Ports,
  configuration: Configuration,
  channels: readonly Channel[],
  destination: string,
): Promise<NotifyReport> {
  const lease = ports.ids.next();
  const hold = await claim(ports, destination, lease);
  const nothing = (reason: string): NotifyReport => ({ outcome: 'nothing', reason, channel: null, attempt: 0 });
  if (!hold) return nothing('no digest is due, or it is under way');
  const claimedAt = ports.clock.now();
  if (hold.until !== null && claimedAt < hold.until) {
    await settle(ports, destination, lease, { set: { wakeAt: hold.until } });
    return nothing('the destination is left alone for now');
  }
  const total = totalOf(hold.withheld);
  if (total === 0) {
    await rest(ports, destination, lease, hold, {});
    return nothing('nothing was withheld');
  }
  const integration = integrationOf(configuration, hold.receiver ?? '', hold.slot ?? '');
  const channel = channels.find(({ name }) => name === integration?.channel);
  if (!integration || !channel) {
    await rest(ports, destination, lease, hold, takenOff(hold));
    return { outcome: 'gone', reason: `${hold.receiver} has no ${hold.slot}`, channel: null, attempt: 0 };
  }
  const attempted = await attempt(ports, channel, integration, destination, hold);
  const now = ports.clock.now();
  const report = { channel: channel.name, attempt: hold.digestTries };
  if (attempted.result === 'delivered') {
    // The next look finds what was counted meanwhile, or nothing.
    const set = { digestedAt: now, wakeAt: now + WINDOW_MS, ttl: holdTtl(now + WINDOW_MS) };
    await settle(ports, destination, lease, { set, remove: ['digestTries'], add: { ...takenOff(hold), digest: 1 } });
    return { outcome: 'delivered', reason: `${total} pages withheld`, ...report };
  }
  const pause = attempted.result === 'failed' ? (attempted.retryAfterMs ?? 0) : 0;
  const retry = channel.retry ?? DEFAULT_RETRY;
  const again = Math.max(pause, backoffMs(retry, hold.digestTries, ports.ids.random()));
  // It is never given up: what it counts was told to nobody.
  const wakeAt = now + (attempted.result === 'undeliverable' ? WINDOW_MS : again);
  await settle(ports, destination, lease, { set: { wakeAt, ttl: holdTtl(wakeAt) } });
  await ports.queue.send(digestMessage(destination), wakeAt - now);
  const outcome = attempted.result === 'undeliverable' ? 'failed' : attempted.result;
  return { outcome, reason: attempted.reason, ...report };
}

async function claim({ store, clock }: Ports, destination: string, lease: string): Promise<StoredHold | null> {
  const now = clock.now();
  const isDue: Clause[] = [['wakeAt', '<=', now]];
  const written = await store.update(
    holdKey(destination),
    {
      set: { lease, leaseUntil: now + LEASE_MS, wakeAt: now + LEASE_MS, shard: shardOf(destination) },
      setIfAbsent: { digest: 1 },
      add: { digestTries: 1 },
    },
    [
      [...isDue, ['leaseUntil', 'absent']],
      [...isDue, ['leaseUntil', '<=', now]],
    ],
  );
  return written.ok ? readHold(written.item) : null;
}

type Change = {
  readonly set?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  readonly add?: Readonly<Record<string, number>>;
};

/** Ends our claim, unless another has it by now or, with `seen`, something was withheld since. */
async function settle(
  { store }: Ports,
  destination: string,
  lease: string,
  { set, remove = [], add }: Change,
  seen?: number,
): Promise<boolean> {
  const update = { ...(set && { set }), ...(add && { add }), remove: ['lease', 'leaseUntil', ...remove] };
  const isOurs: Clause[] = [['lease', '=', lease]];
  const isSame: Clause[] = seen === undefined ? [] : seen === 0 ? [['seen', 'absent']] : [['seen', '=', seen]];
  return (await store.update(holdKey(destination), update, [[...isOurs, ...isSame]])).ok;
}

/** There is no digest to wait for, unless something was withheld just now. */
async function rest(
  ports: Ports,
  destination: string,
  lease: string,
  { seen }: StoredHold,
  add: Change['add'],
): Promise<void> {
  const isDone = await settle(
    ports,
    destination,
    lease,
    { remove: ['wakeAt', 'digestTries'], ...(add && { add }) },
    seen,
  );
  if (!isDone) await settle(ports, destination, lease, { set: { wakeAt: ports.clock.now() } });
}

const takenOff = ({ withheld }: StoredHold): Record<string, number> =>
  Object.fromEntries(
    WITHHELD.flatMap((one) => (withheld[one] > 0 ? [[withheldCount(one), -withheld[one]] as const] : [])),
  );

async function attempt(
  { transport, clock }: Ports,
  channel: Channel,
  integration: Integration,
  destination: string,
  hold: StoredHold,
): Promise<Attempted> {
  const config = channel.config.safeParse(integration.settings);
  if (!config.success) return { result: 'undeliverable', reason: `the settings of ${channel.name} are unreadable` };
  const notification = digestOf(hold, integration, clock.now());
  // One key for each digest: a second attempt at it is the same to who knows keys.
  const key = hash(64, 'digest', destination, String(hold.digest));
  try {
    return channel.interpret(await transport.send(channel.request({ key, ref: null, notification }, config.data)));
  } catch (error) {
    if (error instanceof TransportError) return { result: 'unknown', reason: error.message };
    throw error;
  }
}
