import { type EpochMs, SECOND_MS } from '../../../core/time';
import { destinationsOf } from '../../failure';
import { groupOf } from '../../keys';
import type { Item } from '../../ports';
import { readHeader, readMember } from '../../stored';
import { alertsIn, expectedGroups, type Invariant, type Violation } from './invariant';

const WITHIN_MS = 120 * SECOND_MS;

/** 4: once the faults stopped, a firing member is in an open episode within group_wait and two minutes. */
export const open: Invariant = ({ quiet, start, plan, items, configuration, now }) => [
  ...quiet.flatMap((snapshot) => late(snapshot.items, snapshot.at, start + plan.faultsUntil)),
  // At the very end also where the group never got its member.
  ...[...expectedGroups(alertsIn(items), now, ({ labels }) => destinationsOf(configuration, labels))].flatMap(
    ([group, firing]): Violation[] => {
      const header = items.find(({ pk, sk }) => sk === 'H' && groupOf(pk) === group);
      const isOpen = header !== undefined && header.state !== undefined && header.state !== 'idle';
      return isOpen ? [] : [{ invariant: 4, what: `${group} is not open, but [${firing}] fires` }];
    },
  ),
];

function late(items: readonly Item[], at: EpochMs, faultsUntil: EpochMs): readonly Violation[] {
  const headers = new Map(items.filter(({ sk }) => sk === 'H').map((item) => [item.pk, readHeader(item)]));
  return items.flatMap((item): Violation[] => {
    if (!item.sk.startsWith('M#')) return [];
    const { arrivedAt, endsAt, fingerprint } = readMember(item);
    const header = headers.get(item.pk);
    const waitMs = header?.timing.groupWaitMs ?? 0;
    const isDue = Math.max(arrivedAt, faultsUntil) + waitMs + WITHIN_MS < at;
    const isFiring = endsAt === null || endsAt > at;
    if (!isDue || !isFiring || (header && header.state !== 'idle')) return [];
    return [{ invariant: 4, what: `${item.pk} is not open ${at - faultsUntil} ms on, but ${fingerprint} fires` }];
  });
}
