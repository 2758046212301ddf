import type { EpochMs } from '../../core/time';
import { readPosted, readWebhook } from '../../formats/alertmanager/posted';
import type { Envelope } from '../../formats/intake/envelope';
import { asRecord, parseJson, textIn } from '../../formats/loose';
import { reportOf } from '../../formats/pagerduty/alert';
import { changeFaults, type EventAction, eventFaults } from '../../formats/pagerduty/event';
import type { IngestConfiguration, Sender } from './configuration';

export type Unsealed =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly faults: readonly string[] };

const refused = (...faults: readonly string[]): Unsealed => ({ ok: false, faults });

/** By the key itself, where it stands in clear; by its reference; else the only one that there is. */
function senderOf(senders: readonly Sender[], key: string): string {
  const known = senders.find(
    ({ name, key: at }) => name === key || ('value' in at ? at.value === key : at.reference === key),
  );
  return known?.name ?? (senders.length === 1 ? senders[0]?.name : undefined) ?? key;
}

/**
 * What would be put on the queue for a PagerDuty event that somebody has in a file, where there are no keys to check.
 * @param fallbackKey names an event without a dedup_key
 */
export function pagerdutyInFile(ingest: IngestConfiguration, body: string, at: EpochMs, fallbackKey: string): Unsealed {
  const event = asRecord(parseJson(body));
  if (!event) return refused('is not a PagerDuty event: write a mapping');
  const sender = senderOf(ingest.pagerduty, textIn(event, 'routing_key'));
  if (event.event_action === undefined && changeFaults(event).length === 0) {
    return { ok: true, envelope: { tocsin: 'change', sender, at } };
  }
  const faults = eventFaults(event);
  if (faults.length > 0) return refused(...faults);
  const action = event.event_action as EventAction;
  const report = reportOf(event, action, sender, textIn(event, 'dedup_key') || fallbackKey);
  return { ok: true, envelope: { tocsin: 'pagerduty', sender, at, report } };
}

/** The same for an Alertmanager's webhook message, or for a list of alerts as its API takes them. */
export function alertmanagerInFile(ingest: IngestConfiguration, body: string, at: EpochMs): Unsealed {
  const value = parseJson(body);
  const kind = Array.isArray(value) ? 'api' : 'webhook';
  const read = kind === 'api' ? readPosted(value) : readWebhook(value);
  if (!read.ok) return refused(read.fault);
  if (read.faults.length > 0) return refused(...read.faults);
  const sender = ingest.alertmanager.length === 1 ? (ingest.alertmanager[0]?.name ?? '') : '';
  return { ok: true, envelope: { tocsin: 'alertmanager', sender, at, kind, alerts: read.alerts } };
}
