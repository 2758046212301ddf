import type { Request } from '../../channels/channel';
import { type EpochMs, MINUTE_MS } from '../../core/time';
import { groupOf } from '../keys';
import type { Item } from '../ports';
import { readMember } from '../stored';
import { type History, sentTo } from './history';

/** What a provider took in. */
export type Received = { readonly at: EpochMs; readonly request: Request };

/** A promise that was broken, by its number in the design, in words. */
export type Violation = { readonly invariant: number; readonly what: string };

/** Holds what a quiet world must look like against what it does look like. */
export function violationsIn(
  history: History,
  items: readonly Item[],
  received: readonly Received[],
  now: EpochMs,
): readonly Violation[] {
  return [
    ...finalStates(history, items),
    ...settledSlots(items, now),
    ...rising(received),
    ...whatIsBelieved(history, items, received, now),
    ...unreadable(history, received),
  ];
}

/** 1 and 2: every alert is what the last transition of its source says, whatever came when and how often. */
function finalStates({ reports }: History, items: readonly Item[]): Violation[] {
  const stored = new Map(items.filter(({ sk }) => sk === 'A').map((item) => [nameOf(item), item]));
  const alarms = new Set(reports.flatMap(({ alarm }) => alarm ?? []));
  return [...alarms].flatMap((alarm) => {
    const changes = reports.filter((report) => report.alarm === alarm);
    const lastAt = Math.max(...changes.map(({ changedAt }) => changedAt));
    const fires = changes.some(({ changedAt, firing }) => changedAt === lastAt && firing);
    const item = stored.get(alarm);
    if (!item) return [{ invariant: 1, what: `${alarm} was accepted and is not known` }];
    const isStoredFiring = item.endsAt === null;
    return isStoredFiring === fires ? [] : [{ invariant: 2, what: `${alarm} should ${fires ? 'fire' : 'be over'}` }];
  });
}

const nameOf = ({ labels }: Item): string => String((labels as Record<string, unknown> | undefined)?.alertname);

/** 5: nothing that was wanted is forgotten. */
function settledSlots(items: readonly Item[], now: EpochMs): Violation[] {
  const pending = items.filter(
    ({ sk, pending: isPending, wantedAt }) =>
      sk.startsWith('S#') && isPending === true && Number(wantedAt) < now - MINUTE_MS,
  );
  return pending.map(({ pk, sk }) => ({ invariant: 5, what: `${pk} ${sk} is still pending` }));
}

/** 6: no destination hears of an earlier decision after a later one. */
function rising(received: readonly Received[]): Violation[] {
  const latest = new Map<string, EpochMs>();
  return received.flatMap(({ request }): Violation[] => {
    const { to, notification } = sentTo(request as { url: string });
    const key = `${to} ${notification.groupKey}`;
    const before = latest.get(key) ?? 0;
    latest.set(key, Math.max(before, notification.at));
    return notification.at >= before
      ? []
      : [{ invariant: 6, what: `${key} heard of ${notification.at} after ${before}` }];
  });
}

/** 1 and 7: each destination believes what is so; whoever was told "firing" was told "resolved". */
function whatIsBelieved(
  { configuration }: History,
  items: readonly Item[],
  received: readonly Received[],
  now: EpochMs,
): Violation[] {
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
        const believed = (last?.alerts ?? [])
          .filter(({ status }) => status === 'firing')
          .map(({ fingerprint }) => fingerprint)
          .sort();
        if (!sendResolved && firing.length === 0) return [];
        const isKnown = sendResolved
          ? believed.join() === firing.join()
          : firing.every((one) => believed.includes(one));
        if (isKnown) return [];
        return [
          {
            invariant: firing.length > 0 ? 1 : 7,
            what: `${to} believes [${believed}] of ${header.groupKey}, but [${firing}] fires`,
          },
        ];
      });
    });
}

/** 15: what cannot be read reaches a person, word for word. */
function unreadable({ reports }: History, received: readonly Received[]): Violation[] {
  return reports
    .filter(({ alarm }) => alarm === null)
    .flatMap(({ body }): Violation[] => {
      const isTold = received.some(({ request }) => JSON.stringify(request).includes(body));
      return isTold ? [] : [{ invariant: 15, what: `nobody was told: ${body}` }];
    });
}
