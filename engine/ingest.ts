import * as z from 'zod';
import type { Alert } from '../core/alert/alert';
import { order } from '../core/alert/latest';
import { opensAt } from '../core/incident/decide';
import { match } from '../core/routing/match';
import type { Destination } from '../core/routing/route';
import { DAY_MS } from '../core/time';
import { parseMessage } from '../formats/messages';
import { arm, rouse } from './arm';
import type { Configuration } from './configuration/configuration';
import { alertKey, memberKey } from './keys';
import type { Condition, Ports, Update } from './ports';
import { ttlAt } from './stored';

/** How long an ended alert's state is kept: SNS redelivers for up to 23 days. */
const ALERT_TTL_MS = 35 * DAY_MS;
/** How long an ended member stays with its group. */
const MEMBER_TTL_MS = 2 * DAY_MS;

export type Ingested =
  | { readonly ok: true; readonly alerts: number; readonly stale: number; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly error: Error };

/** One result per body, in order: one that failed must be delivered again, the others must not. */
export type IngestReport = { readonly results: readonly Ingested[] };

/**
 * Takes messages in: parse, route, write the alert and its members if they are newer, arm their groups.
 * It reads no state and takes no version; doing it again does no harm. A duplicate arms too: the first attempt may
 * have died just before.
 */
export async function ingest(
  ports: Ports,
  configuration: Configuration,
  bodies: readonly string[],
): Promise<IngestReport> {
  const results = await Promise.all(bodies.map((body) => ingestOne(ports, configuration, body)));
  return { results };
}

async function ingestOne(ports: Ports, configuration: Configuration, body: string): Promise<Ingested> {
  try {
    const now = ports.clock.now();
    const { alerts, ignored } = parseMessage(body, { now });
    let stale = 0;
    for (const alert of alerts) if (!(await accept(ports, configuration, alert))) stale += 1;
    return { ok: true, alerts: alerts.length, stale, ignored: ignored.map(({ reason }) => reason) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** @returns false when a later transition is already known */
export async function accept(ports: Ports, configuration: Configuration, alert: Alert): Promise<boolean> {
  const destinations = match(configuration.route, alert.labels);
  const groups = destinations.map(({ group }) => group);
  const kept = await keepAlert(ports, alert, groups);
  if (!kept) return false;
  const left = kept.leaving.filter((group) => !groups.includes(group));
  await Promise.all([
    ...destinations.map((destination) => join(ports, destination, alert)),
    ...left.map((group) => leave(ports, group, alert)),
  ]);
  return true;
}

/** What is kept of an ended alert is forgotten in time; what fires is kept. */
const kept = ({ endsAt }: Alert, forMs: number): Pick<Update, 'set' | 'remove'> =>
  endsAt === null ? { remove: ['ttl'] } : { set: { ttl: ttlAt(endsAt + forMs) } };

const isNewer = (stamp: string): Condition => [[['order', 'absent']], [['order', '<', stamp]]];

/** @returns the groups it was in before this transition, or null if a later one is known */
async function keepAlert(
  { store }: Ports,
  alert: Alert,
  groups: readonly string[],
): Promise<{ leaving: readonly string[] } | null> {
  const stamp = order(alert);
  const { set, remove = [] } = kept(alert, ALERT_TTL_MS);
  const update: Update = { set: { ...alert, groups, order: stamp, ...set }, copy: { leaving: 'groups' }, remove };
  const written = await store.update(alertKey(alert.fingerprint), update, isNewer(stamp));
  const item = written.ok ? written.item : written.existing;
  // A duplicate is worked through again: the first attempt may have died after this write.
  if (!item || item.order !== stamp) return null;
  return { leaving: z.array(z.string()).catch([]).parse(item.leaving) };
}

async function join(ports: Ports, destination: Destination, alert: Alert): Promise<void> {
  const { store, queue, clock } = ports;
  const { group, route } = destination;
  const arrivedAt = clock.now();
  const stamp = order(alert);
  const { set, remove = [] } = kept(alert, MEMBER_TTL_MS);
  const update: Update = { set: { ...alert, arrivedAt, order: stamp, ...set }, remove };
  await store.update(memberKey(group, alert.fingerprint), update, isNewer(stamp));
  const openAt = opensAt({ startsAt: alert.startsAt, arrivedAt }, route.timing.groupWaitMs);
  const { wakeAt, hint } = await arm(ports, destination, openAt);
  if (hint) await queue.send({ queue: 'wake', group }, Math.max(0, wakeAt - arrivedAt));
}

/** Its labels changed, and with them its groups: in the old one it is over. */
async function leave(ports: Ports, group: string, { fingerprint, updatedAt, ...alert }: Alert): Promise<void> {
  const stamp = order({ fingerprint, updatedAt, ...alert });
  const set = { endsAt: updatedAt, updatedAt, arrivedAt: ports.clock.now(), order: stamp };
  const isOlderMember: Condition = [[['order', '<', stamp]]];
  await ports.store.update(memberKey(group, fingerprint), { set }, isOlderMember);
  await rouse(ports, group);
}
