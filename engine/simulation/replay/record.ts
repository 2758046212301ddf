import type { Labels } from '../../../core/alert/alert';
import type { Notification } from '../../../core/notification/notification';
import type { Integration } from '../../../core/routing/receiver';
import type { EpochMs } from '../../../core/time';
import type { Configuration } from '../../configuration/configuration';
import { integrationOf } from '../../destinations';
import { digestOf } from '../../digest';
import { heldBy, holdKey, slotKey } from '../../keys';
import type { Store } from '../../ports';
import { readSlot } from '../../stored';
import { readHold } from '../../stored-hold';
import { secondsAfter } from './moment';
import type { Delivery } from './result';

/** What a notifier is about to tell, to whom, and how often it has tried. */
export type Attempt = {
  readonly integration: Integration;
  readonly notification: Notification;
  readonly number: number;
};

/** What the claimed slot or the digest says, or null where there is nothing to tell. */
export async function readAttempt(
  store: Store,
  configuration: Configuration,
  { group, slot }: { readonly group: string; readonly slot: string },
  now: EpochMs,
): Promise<Attempt | null> {
  const destination = heldBy(group);
  if (destination !== null) {
    const hold = readHold(await store.get(holdKey(destination)));
    const told = integrationOf(configuration, hold.receiver ?? '', hold.slot ?? '');
    return told ? { integration: told, notification: digestOf(hold, told, now), number: hold.digestTries } : null;
  }
  const item = await store.get(slotKey(group, slot));
  const read = item ? readSlot(item) : null;
  const integration = integrationOf(configuration, read?.receiver ?? '', slot);
  if (read?.payload === undefined || !integration) return null;
  return { integration, notification: JSON.parse(read.payload) as Notification, number: read.attempts };
}

/** An attempt as a replay prints it. */
export function deliveryOf(
  { integration, notification, number }: Attempt,
  outcome: Delivery['outcome'],
  now: EpochMs,
  start: EpochMs,
): Delivery {
  const { channel, index, to } = integration;
  const { receiver, kind, groupLabels, incident, alerts } = notification;
  return {
    at: secondsAfter(start, now),
    receiver,
    channel,
    config: index,
    to,
    kind,
    outcome,
    attempt: number,
    group_labels: groupLabels,
    incident,
    person: notification.paged?.person ?? null,
    policy: notification.paged?.policy ?? null,
    step: notification.paged?.step ?? null,
    alerts: [...alerts].sort(asUpstream).map(({ labels, annotations, status, startsAt, endsAt }) => ({
      labels,
      annotations,
      status,
      starts_at: secondsAfter(start, startsAt),
      ends_at: endsAt === null ? null : secondsAfter(start, endsAt),
    })),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Alertmanager's order of alerts: by job, then instance (those without come last), then by all labels. */
function asUpstream({ labels: a }: { labels: Labels }, { labels: b }: { labels: Labels }): number {
  for (const name of ['job', 'instance']) {
    const [mine, other] = [a[name], b[name]];
    if (mine === other) continue;
    if (mine === undefined) return 1;
    return other === undefined ? -1 : compare(mine, other);
  }
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(compare);
  const fewer = Object.keys(a).length - Object.keys(b).length;
  return fewer || names.map((name) => compare(a[name] ?? '', b[name] ?? '')).find((order) => order !== 0) || 0;
}
