import { SEVERITIES } from '../../core/alert/alert';
import { asRecord, asText, type Loose } from '../loose';

/**
 * PagerDuty's Events API v2, as its clients speak it.
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export type EventAction = 'trigger' | 'acknowledge' | 'resolve';

export const MAX_EVENT_BYTES = 512 * 1024;
const MAX_DEDUP_KEY = 255;
const MAX_SUMMARY = 1_024;
const ROUTING_KEY_LENGTH = 32;

/** What the key of a request has wrong about it, in PagerDuty's words; empty: nothing, perhaps it is one. */
export function routingKeyFaults(key: unknown): readonly string[] {
  if (key === undefined || key === null || key === '') return ["'routing_key' is missing or blank"];
  if (typeof key !== 'string') return ["'routing_key' is invalid (must be a string)"];
  return [
    ...([...key].length === ROUTING_KEY_LENGTH
      ? []
      : ["Length of 'routing_key' is incorrect (should be 32 characters)"]),
    ...(/^[a-z0-9]*$/i.test(key) ? [] : ["'routing_key' cannot contain non-alphanumeric characters."]),
  ];
}

const characters = (text: string): number => [...text].length;
const isBlank = (value: unknown): boolean => value === undefined || value === null || asText(value).trim() === '';

function dedupKeyFaults(key: unknown): readonly string[] {
  if (key === undefined || key === null) return [];
  if (typeof key !== 'string') return ["'dedup_key' is invalid (must be a string)"];
  return characters(key) <= MAX_DEDUP_KEY ? [] : [`'dedup_key' is too long (at most ${MAX_DEDUP_KEY} characters)`];
}

function listFaults(event: Loose, name: 'links' | 'images'): readonly string[] {
  const value = event[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [`'${name}' is invalid (must be an array)`];
  return value.every((entry) => asRecord(entry)) ? [] : [`'${name}' is invalid (must hold objects)`];
}

function payloadFaults(value: unknown): readonly string[] {
  if (value === undefined || value === null) return ["'payload' is missing or blank"];
  const payload = asRecord(value);
  if (!payload) return ["'payload' is invalid (must be an object)"];
  const blank = ['summary', 'source', 'severity']
    .filter((name) => isBlank(payload[name]))
    .map((name) => `'payload.${name}' is missing or blank`);
  const { severity } = payload;
  const isKnown = (SEVERITIES as readonly unknown[]).includes(severity);
  return [
    ...blank,
    ...(isBlank(severity) || isKnown
      ? []
      : ["'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"]),
    ...(characters(asText(payload.summary)) > MAX_SUMMARY
      ? [`'payload.summary' is too long (at most ${MAX_SUMMARY} characters)`]
      : []),
  ];
}

/** What is wrong with an alert event, its key apart; empty: nothing. */
export function eventFaults(event: Loose): readonly string[] {
  const { event_action: action } = event;
  const rest = [...dedupKeyFaults(event.dedup_key), ...listFaults(event, 'links'), ...listFaults(event, 'images')];
  if (isBlank(action)) return ["'event_action' is missing or blank", ...rest];
  if (action === 'trigger') return [...payloadFaults(event.payload), ...rest];
  if (action !== 'acknowledge' && action !== 'resolve') {
    return ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')", ...rest];
  }
  return [...(isBlank(event.dedup_key) ? ["'dedup_key' is missing or blank"] : []), ...rest];
}

/** What is wrong with a change event. */
export function changeFaults(event: Loose): readonly string[] {
  const payload = asRecord(event.payload);
  if (!payload) return ["'payload' is missing or blank"];
  return [
    ...(isBlank(payload.summary) ? ["'payload.summary' is missing or blank"] : []),
    ...listFaults(event, 'links'),
    ...listFaults(event, 'images'),
  ];
}
