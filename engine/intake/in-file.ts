import type { EpochMs } from '../../core/time';
import { asRecord, parseJson } from '../../formats/loose';
import type { Configuration } from '../configuration/configuration';
import { sift } from './sift';
import { alertsOf, type TakenIn } from './take-in';
import { alertmanagerInFile, pagerdutyInFile } from './unsealed';

/** Which of the formats that are posted a text is in; null: none of them. */
export function postedFormat(text: string): 'pagerduty' | 'alertmanager' | null {
  const value = parseJson(text);
  const one = asRecord(value);
  if (one && typeof one.event_action === 'string' && ('routing_key' in one || 'payload' in one || 'dedup_key' in one)) {
    return 'pagerduty';
  }
  const alerts = one ? one.alerts : value;
  const isList = Array.isArray(alerts) && alerts.length > 0;
  return isList && alerts.every((alert) => asRecord(asRecord(alert)?.labels)) ? 'alertmanager' : null;
}

/** What ingest would make of something that is posted; null: it is in no such format. A fault is a reason. */
export function readPostedFile(configuration: Configuration, text: string, now: EpochMs): TakenIn | null {
  const format = postedFormat(text);
  if (format === null) return null;
  const { ingest } = configuration;
  const read =
    format === 'pagerduty' ? pagerdutyInFile(ingest, text, now, text) : alertmanagerInFile(ingest, text, now);
  if (!read.ok) return { alerts: [], ignored: read.faults.map((reason) => ({ reason: `refused: ${reason}` })) };
  const held = alertsOf(configuration, read.envelope);
  if (held.length === 0) return { alerts: held, ignored: [{ reason: 'goes where its trigger went' }] };
  const { alerts, heard } = sift(ingest, null, held, now);
  return { alerts, ignored: heard.map((name) => ({ reason: `a sign of life of heartbeat ${name}` })) };
}
