import * as z from 'zod/mini';
import type { Alert, Labels } from '../core/alert/alert';
import { labelsFingerprint } from '../core/alert/fingerprint';
import { consequenceOf, DELIVERY_FAILED, type Failed, failureLabels, TO_LAST_RESORT } from '../core/delivery/failure';
import { hash } from '../core/hash';
import { canonical } from '../core/json';
import type { Notification } from '../core/notification/notification';
import { cut, oneLine } from '../core/notification/text';
import { wordingOf } from '../core/notification/wording';
import { match } from '../core/routing/match';
import type { Destination, Route } from '../core/routing/route';
import { labelsText } from '../core/routing/text';
import { HOUR_MS, MINUTE_MS } from '../core/time';
import { parseJson } from '../formats/loose';
import type { Configuration } from './configuration/configuration';
import { holdTtl } from './hold';
import { holdKey } from './keys';
import type { Ports } from './ports';

/** An alert about failed deliveries ends with the next that succeeds, or when none was tried for so long. */
const FIRES_MS = HOUR_MS;
const MARK = 'tocsin.deliveryFailed';
const MAX_TEXT = 500;

const Who = z.object({ receiver: z.string(), channel: z.string(), destination: z.string(), isLast: z.boolean() });
const Report = z.extend(Who, {
  at: z.number(),
  endsAt: z.number(),
  summary: z.string(),
});
type Report = z.infer<typeof Report>;

/** The alert that a message of {@link raise} is, or null: it is another message. */
export function readFailure(body: string): Alert | null {
  if (!body.startsWith(`{"${MARK}"`)) return null;
  const read = Report.safeParse((parseJson(body) as { readonly [MARK]?: unknown } | null)?.[MARK]);
  if (!read.success) return null;
  const { isLast, at, endsAt, summary, ...failed } = read.data;
  const labels = failureLabels(failed, isLast);
  return {
    fingerprint: labelsFingerprint(labels),
    labels,
    annotations: { summary },
    startsAt: at,
    endsAt,
    updatedAt: at,
    generatorUrl: null,
  };
}

/** Where an alert goes: by the routes, unless it is one that failed on its way there already. */
export function destinationsOf({ route, oncall }: Configuration, labels: Labels): readonly Destination[] {
  const isLast = labels.alertname === DELIVERY_FAILED && labels.last_resort === TO_LAST_RESORT.last_resort;
  return isLast && oncall.lastResort !== null ? [lastResort(oncall.lastResort, labels)] : match(route, labels);
}

/** A group for each destination that failed, told at once. */
function lastResort(receiver: string, { channel = '', destination = '', ...labels }: Labels): Destination {
  const route: Route = {
    receiver,
    matchers: [],
    continue: false,
    groupBy: ['receiver', 'channel', 'destination'],
    timing: { groupWaitMs: 0, groupIntervalMs: 5 * MINUTE_MS, repeatIntervalMs: 4 * HOUR_MS },
    path: 'last_resort',
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
  };
  const groupLabels = { receiver: labels.receiver ?? '', channel, destination };
  const group = hash(32, receiver, route.path, canonical(groupLabels));
  return { route, groupLabels, groupKey: `${route.path}:${labelsText(groupLabels)}`, group };
}

/**
 * Makes an alert of a delivery that is about to be given up, where somebody must know. It is sent before anything is
 * marked: who dies in between sends it once more, and it is the same alert.
 */
export async function raise(
  { queue, store, clock }: Ports,
  { oncall }: Configuration,
  notification: Notification,
  failed: Failed & { readonly key: string; readonly reason: string },
): Promise<void> {
  const { receiver, channel, destination, key, reason } = failed;
  const consequence = consequenceOf(notification, failed, oncall.lastResort);
  if (consequence === 'nothing') return;
  const now = clock.now();
  const { title } = wordingOf(notification);
  const isLast = consequence === 'last resort';
  const who = { receiver, channel, destination, isLast };
  const summary = cut(oneLine(`${title}: not delivered to ${destination} by ${channel}: ${reason}`), MAX_TEXT);
  await queue.send({ queue: 'ingest', body: sealed({ ...who, at: now, endsAt: now + FIRES_MS, summary }) }, 0);
  // For whoever delivers there next: it is over then.
  await store.update(holdKey(key), {
    set: { [isLast ? 'raisedLast' : 'raised']: JSON.stringify(who), ttl: holdTtl(now) },
  });
}

/** Deliveries succeed again: the alert that they fail is over. @param raised what {@link raise} left in the hold */
export async function lower({ queue, clock }: Ports, raised: string): Promise<void> {
  const who = Who.safeParse(parseJson(raised));
  if (!who.success) return;
  const now = clock.now();
  const summary = `deliveries to ${who.data.destination} by ${who.data.channel} succeed again`;
  await queue.send({ queue: 'ingest', body: sealed({ ...who.data, at: now, endsAt: now, summary }) }, 0);
}

const sealed = (report: Report): string => JSON.stringify({ [MARK]: report });
