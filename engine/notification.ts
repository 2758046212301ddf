import { isFiring } from '../core/alert/alert';
import type { Group, Header } from '../core/incident/group';
import type { Want } from '../core/incident/wants';
import type { Notification } from '../core/notification/notification';
import type { EpochMs } from '../core/time';

/** What one destination is to be told, as the channels take it. */
export function notificationOf(
  { id, groupKey, groupLabels, receiver, header }: Group,
  next: Header,
  { kind, reason, members }: Extract<Want, { type: 'tell' }>,
  now: EpochMs,
): Notification {
  const alerts = members.map((member) => {
    const { fingerprint, labels, annotations, startsAt, endsAt, generatorUrl } = member;
    const fires = isFiring(member, now);
    const status: 'firing' | 'resolved' = fires ? 'firing' : 'resolved';
    return { fingerprint, status, labels, annotations, startsAt, endsAt: fires ? null : endsAt, generatorUrl };
  });
  const firing = alerts.filter(({ status }) => status === 'firing').length;
  const earliest = Math.min(now, ...alerts.map(({ startsAt }) => startsAt));
  return {
    kind,
    status: firing > 0 ? 'firing' : 'resolved',
    reason,
    receiver,
    groupKey,
    groupLabels,
    incident: `${id}-${next.episode}`,
    openedAt: header.openedAt ?? next.openedAt ?? earliest,
    at: now,
    alerts,
    truncatedAlerts: 0,
    firing,
    resolved: alerts.length - firing,
  };
}
