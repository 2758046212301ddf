import { destinationsOf } from '../../failure';
import { groupOf } from '../../keys';
import { alertsIn, expectedGroups, type Invariant, type Violation } from './invariant';

/** 1 and 7: each destination believes what is so; whoever was told "firing" was told "resolved". */
export const believed: Invariant<'configuration' | 'deployed' | 'items' | 'asked' | 'now'> = ({
  configuration,
  deployed,
  items,
  asked,
  now,
}) => {
  const expected = expectedGroups(alertsIn(items), now, ({ labels }) => destinationsOf(configuration, labels));
  // An end is told to whom wanted to hear of ends when it came.
  const hears = (receiver: string, slot: string): boolean =>
    deployed.every(
      ({ receivers }) => receivers[receiver]?.integrations.find(({ key }) => key === slot)?.sendResolved ?? true,
    );
  const headers = items.filter(({ sk }) => sk === 'H');
  return headers.flatMap((header) => {
    // Somebody said that it is over although it fires.
    if (header.state === 'held') return [];
    const group = groupOf(header.pk) ?? '';
    const firing = expected.get(group) ?? [];
    const integrations = configuration.receivers[String(header.receiver)]?.integrations ?? [];
    return integrations.flatMap(({ key, to }): Violation[] => {
      const sendResolved = hears(String(header.receiver), key);
      if (!sendResolved && firing.length === 0) return [];
      // A digest speaks of what it counts without names: that it comes is another promise.
      const slot = items.find(({ pk, sk }) => pk === header.pk && sk === `S#${key}`);
      if (slot?.digestRev !== undefined && slot.digestRev === slot.doneRev) return [];
      const last = asked.findLast((one) => one.taken && one.slot === key && one.group === group)?.notification;
      const known = (last?.alerts ?? [])
        .filter(({ status }) => status === 'firing')
        .map(({ fingerprint }) => fingerprint)
        .sort();
      const isKnown = sendResolved ? known.join() === firing.join() : firing.every((one) => known.includes(one));
      if (isKnown) return [];
      const what = `${to} believes [${known}] of ${header.groupKey}, but [${firing}] fires`;
      return [{ invariant: firing.length > 0 ? 1 : 7, what }];
    });
  });
};
