import { isFiring } from '../core/alert/alert';
import { opensAt } from '../core/incident/group';
import type { Destination } from '../core/routing/route';
import type { EpochMs } from '../core/time';
import { hintWake } from './arm';
import type { Configuration } from './configuration/configuration';
import { destinationsOf } from './failure';
import { waitingGroups } from './incidents';
import { acceptAs, stampOf } from './ingest';
import { FLUSH_FROM, FLUSH_TO, groupPartition, headerKey } from './keys';
import type { Item, Ports } from './ports';
import { readMember } from './stored';

export type ReloadReport = { readonly groups: number; readonly alerts: number };

/**
 * Has another configuration apply to what fires already, as Alertmanager's reload does: every alert is routed anew,
 * what was told is kept, and each group's clock starts over. What is older than group_wait is looked at at once, and
 * nobody is told what he knows. Without it an alarm that goes on firing would stay with its old receiver: its source
 * has nothing to report.
 */
export async function reload(ports: Ports, configuration: Configuration): Promise<ReloadReport> {
  const { store, clock } = ports;
  const now = clock.now();
  const restarts = new Map<string, EpochMs>();
  let alerts = 0;
  const groups = await waitingGroups(ports);
  for (const group of groups) {
    const items = await store.query(groupPartition(group), FLUSH_FROM, FLUSH_TO);
    for (const item of items.filter(({ sk }) => sk.startsWith('M#'))) {
      const destinations = await routeAnew(ports, configuration, item, now);
      for (const { group: into, route } of destinations) {
        const restart = opensAt({ startsAt: readMember(item).startsAt, arrivedAt: now }, route.timing.groupWaitMs);
        restarts.set(into, Math.min(restart, restarts.get(into) ?? restart));
      }
      alerts += destinations.length > 0 ? 1 : 0;
    }
  }
  for (const [group, at] of restarts) await restart(ports, group, at, now);
  return { groups: groups.length, alerts };
}

/** @returns where it is now; nowhere, if it is over or something newer was reported */
async function routeAnew(
  ports: Ports,
  configuration: Configuration,
  item: Item,
  now: EpochMs,
): Promise<readonly Destination[]> {
  const { arrivedAt: _, ...alert } = readMember(item);
  if (!isFiring(alert, now)) return [];
  const isKnown = await acceptAs(ports, configuration, alert, stampOf(String(item.order)));
  return isKnown ? destinationsOf(configuration, alert.labels) : [];
}

/** The next flush is then, and those after it follow from there. */
async function restart(ports: Ports, group: string, at: EpochMs, now: EpochMs): Promise<void> {
  const key = headerKey(group);
  const isOpen = await ports.store.update(key, { set: { tickAt: at, wakeAt: at }, add: { gen: 1 } }, [
    [['state', '<>', 'idle']],
  ]);
  if (!isOpen.ok) {
    await ports.store.update(key, { set: { openAt: at, wakeAt: at }, add: { gen: 1 } }, [[['openAt', 'present']]]);
  }
  await hintWake(ports, group, at, now);
}
