import type { Alert } from '../../core/alert/alert';
import { order } from '../../core/alert/latest';
import { hash } from '../../core/hash';
import { DAY_MS, type EpochMs } from '../../core/time';
import { edgeAlert, levelAlert } from '../../formats/alertmanager/posted';
import type { Envelope } from '../../formats/intake/envelope';
import { triggered } from '../../formats/pagerduty/alert';
import type { Configuration } from '../configuration/configuration';
import { type Accept, hearHeartbeat, lookAtHeartbeat } from '../heartbeat';
import { alertKey } from '../keys';
import type { Ports } from '../ports';
import { readAlert, readWholeAlert, ttlAt } from '../stored';
import type { Sender } from './configuration';

/** What an envelope holds for ingest: alerts to take in, and what became of the rest. */
export type TakenIn = { readonly alerts: readonly Alert[]; readonly ignored: readonly { readonly reason: string }[] };

const nothing = (reason: string): TakenIn => ({ alerts: [], ignored: [{ reason }] });
const only = (...alerts: readonly Alert[]): TakenIn => ({ alerts, ignored: [] });

/** Labels of whose key it came under; none if the key has left the configuration meanwhile. */
const labelsOf = (senders: readonly Sender[], name: string): Alert['labels'] =>
  senders.find((sender) => sender.name === name)?.labels ?? {};

/** The alerts that an envelope holds by itself, whatever is known: what triggers, and what Alertmanager says. */
export function alertsOf(
  { ingest, resolveTimeoutMs }: Pick<Configuration, 'ingest' | 'resolveTimeoutMs'>,
  envelope: Envelope,
): readonly Alert[] {
  if (envelope.tocsin === 'pagerduty') {
    const { report, sender, at } = envelope;
    return report.action === 'trigger' ? [triggered(report, labelsOf(ingest.pagerduty, sender), at)] : [];
  }
  if (envelope.tocsin !== 'alertmanager') return [];
  const { alerts, at, sender, kind } = envelope;
  const arrival = { at, labels: labelsOf(ingest.alertmanager, sender) };
  return alerts.map((posted) =>
    kind === 'webhook' ? edgeAlert(posted, arrival) : levelAlert(posted, arrival, resolveTimeoutMs),
  );
}

/** Makes alerts of what our own functions put on the queue. */
export async function takeIn(
  ports: Ports,
  configuration: Configuration,
  envelope: Envelope,
  accept: Accept,
): Promise<TakenIn> {
  const alerts = alertsOf(configuration, envelope);
  switch (envelope.tocsin) {
    case 'pagerduty': {
      const { report, at } = envelope;
      if (report.action === 'acknowledge') return acknowledged(ports, report.fingerprint, envelope.sender, at);
      if (report.action === 'trigger') return only(...(await Promise.all(alerts.map((one) => sinceFirst(ports, one)))));
      const end = await endOfKnown(ports, report.fingerprint, at);
      return end ? only(end) : nothing('a resolve of what is not known to fire');
    }
    case 'change':
      return nothing('a change event: it notifies nobody');
    case 'alertmanager':
      return only(...alerts);
    case 'heartbeat':
      return nothing(`heartbeat ${envelope.name}: ${await hearHeartbeat(ports, configuration, accept, envelope)}`);
    case 'look':
      return nothing(`heartbeat ${envelope.name}: ${await lookAtHeartbeat(ports, configuration, accept, envelope)}`);
  }
}

/** Of an alert that is known only to be over. */
const NO_GROUPS = '';
/** How long a resolve that overtook its trigger is remembered. */
const REMEMBER_MS = DAY_MS;

/**
 * A resolve says nothing but a key: labels and words are those that are known. Where nothing is known it may have
 * overtaken its trigger, so it takes the alert's place: then the trigger comes too late.
 */
async function endOfKnown({ store }: Ports, fingerprint: string, at: EpochMs): Promise<Alert | null> {
  const over: Alert = {
    fingerprint,
    labels: {},
    annotations: {},
    startsAt: at,
    endsAt: at,
    updatedAt: at,
    generatorUrl: null,
  };
  const set = { ...over, groups: NO_GROUPS, order: order(over), ttl: ttlAt(at + REMEMBER_MS) };
  const placed = await store.update(alertKey(fingerprint), { set }, [[['order', 'absent']]]);
  if (placed.ok || !placed.existing) return null;
  const known = readAlert(placed.existing);
  // One that is over since this very moment was ended by this resolve, which may have died half-way.
  if (known.groups === NO_GROUPS || (known.endsAt !== null && known.endsAt < at)) return null;
  const { labels, annotations, generatorUrl } = readWholeAlert(placed.existing);
  return { ...over, labels, annotations, generatorUrl, startsAt: Math.min(known.startsAt, at) };
}

/** What triggers again began when it first did. */
async function sinceFirst({ store }: Ports, alert: Alert): Promise<Alert> {
  const item = await store.get(alertKey(alert.fingerprint));
  const known = item && readAlert(item);
  if (!known || known.endsAt !== null) return alert;
  return { ...alert, startsAt: Math.min(known.startsAt, alert.startsAt) };
}

/** An event may say that somebody has it: every incident that the alert is in is acknowledged. */
async function acknowledged(
  { store, queue }: Ports,
  fingerprint: string,
  sender: string,
  at: EpochMs,
): Promise<TakenIn> {
  const item = await store.get(alertKey(fingerprint));
  const known = item && readAlert(item);
  const groups = known?.groups.split(' ').filter(Boolean) ?? [];
  if (groups.length === 0) return nothing('an acknowledgement of what is not known to fire');
  const id = hash(16, 'pagerduty', fingerprint, String(at));
  for (const group of groups) {
    await queue.send({ queue: 'wake', group, act: { id, type: 'acknowledge', by: sender, from: 'event' } }, 0);
  }
  return nothing('an acknowledgement: its incidents hear of it');
}
