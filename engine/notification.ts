import { isFiring } from '../core/alert/alert';
import type { Group, Header } from '../core/incident/group';
import type { Paged, Want } from '../core/incident/wants';
import type { Notification } from '../core/notification/notification';
import type { Integration } from '../core/routing/receiver';
import type { EpochMs } from '../core/time';

/** What one destination is to be told, as the channels take it. */
export function notificationOf(
  group: Group,
  next: Header,
  want: Extract<Want, { type: 'tell' }>,
  now: EpochMs,
): Notification {
  const { id, groupKey, groupLabels, header } = group;
  const { kind, reason, members } = want;
  const paged = want.paged ?? pagedBefore(group, want.integration);
  const acknowledgedBy = next.acknowledgement?.by;
  const alerts = members.map((member) => {
    const { fingerprint, labels, annotations, startsAt, endsAt, generatorUrl } = member;
    // Resolved by hand, it may go on firing: whoever is told reads that it is over.
    const fires = kind !== 'resolved' && isFiring(member, now);
    const status: 'firing' | 'resolved' = fires ? 'firing' : 'resolved';
    return {
      fingerprint,
      status,
      labels,
      annotations,
      startsAt,
      endsAt: fires ? null : Math.min(endsAt ?? now, now),
      generatorUrl,
    };
  });
  const firing = alerts.filter(({ status }) => status === 'firing').length;
  const earliest = Math.min(now, ...alerts.map(({ startsAt }) => startsAt));
  return {
    kind,
    status: firing > 0 ? 'firing' : 'resolved',
    reason,
    receiver: want.receiver ?? group.receiver,
    groupKey,
    groupLabels,
    incident: `${id}-${next.episode}`,
    openedAt: header.openedAt ?? next.openedAt ?? earliest,
    at: now,
    alerts,
    truncatedAlerts: 0,
    firing,
    resolved: alerts.length - firing,
    ...(paged && { paged }),
    ...(acknowledgedBy && { acknowledgedBy }),
  };
}

/** Whom a conversation that is not the receiver's own is with; null: it is the receiver's own. */
function pagedBefore({ integrations, paged, duty }: Group, { key }: Integration): Paged | null {
  if (integrations.some((one) => one.key === key) || !paged.some((one) => one.key === key)) return null;
  const people = Object.values(duty?.people ?? {});
  const person = people.find(({ contacts }) => Object.values(contacts).some((one) => one.key === key));
  return { person: person?.id ?? null, policy: duty?.policy.name ?? '', step: null };
}
