import { groupOf } from '../../keys';
import type { Item } from '../../ports';
import { readMember } from '../../stored';
import { sentTo } from '../history';
import type { Invariant, Violation } from './invariant';

/** 1 and 7: each destination believes what is so; whoever was told "firing" was told "resolved". */
export const believed: Invariant = ({ history: { configuration }, items, received, now }) => {
  const isFiringItem = ({ sk, endsAt }: Item) => sk === 'A' && (endsAt === null || Number(endsAt) > now);
  const alerts = new Set(items.filter(isFiringItem).map(({ fingerprint }) => String(fingerprint)));
  return items
    .filter(({ sk }) => sk === 'H')
    .flatMap((header) => {
      const group = groupOf(header.pk);
      const members = items.filter(({ pk, sk }) => pk === header.pk && sk.startsWith('M#')).map(readMember);
      // What counts is the alert itself, not what the group has of it.
      const firing = members
        .map(({ fingerprint }) => fingerprint)
        .filter((one) => alerts.has(one))
        .sort();
      const integrations = configuration.receivers[String(header.receiver)]?.integrations ?? [];
      return integrations.flatMap(({ to, sendResolved }): Violation[] => {
        const told = received
          .map(({ request }) => sentTo(request as { url: string }))
          .filter((sent) => sent.to === to && sent.notification.incident.startsWith(`${group}-`));
        const last = told.at(-1)?.notification;
        const known = (last?.alerts ?? [])
          .filter(({ status }) => status === 'firing')
          .map(({ fingerprint }) => fingerprint)
          .sort();
        if (!sendResolved && firing.length === 0) return [];
        const isKnown = sendResolved ? known.join() === firing.join() : firing.every((one) => known.includes(one));
        if (isKnown) return [];
        const what = `${to} believes [${known}] of ${header.groupKey}, but [${firing}] fires`;
        return [{ invariant: firing.length > 0 ? 1 : 7, what }];
      });
    });
};
