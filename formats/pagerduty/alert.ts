import type { Alert, Labels } from '../../core/alert/alert';
import { fingerprint } from '../../core/alert/fingerprint';
import { redact } from '../../core/alert/redact';
import { safeUrl } from '../../core/notification/links';
import { cut, manyLines, oneLine } from '../../core/notification/text';
import type { EpochMs } from '../../core/time';
import { asRecord, instantIn, type Loose, listIn, recordIn, textIn } from '../loose';
import type { EventAction } from './event';

/** An event as it travels on: valid, of bounded length, without secrets. */
export type PagerDutyReport = {
  readonly action: EventAction;
  /** Of the routing key and the dedup_key: neither of them travels itself. */
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** When it began, as it says itself; null where it does not. */
  readonly startsAt: EpochMs | null;
  readonly url: string | null;
};

const MAX_LABEL = 1_024;
const MAX_DETAILS = 4_096;
const MAX_LINKS = 2_048;

/** What makes an alert this one: whose key it came under, and what the sender calls it. */
export const eventFingerprint = (sender: string, dedupKey: string): string =>
  fingerprint('pagerduty', sender, dedupKey);

type Link = { readonly href: string; readonly text: string };

const label = (payload: Loose, name: string): string => cut(oneLine(redact(textIn(payload, name))), MAX_LABEL);

const said = (texts: Readonly<Record<string, string>>): Labels =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));

function linksOf(event: Loose): readonly Link[] {
  return listIn(event, 'links').flatMap((entry): readonly Link[] => {
    const link = asRecord(entry);
    const href = link && safeUrl(redact(textIn(link, 'href')));
    return link && href ? [{ href, text: oneLine(redact(textIn(link, 'text'))) }] : [];
  });
}

function detailsOf(payload: Loose): string {
  const { custom_details: details } = payload;
  if (details === undefined || details === null) return '';
  const text = typeof details === 'string' ? details : JSON.stringify(details, null, 1);
  return cut(manyLines(redact(text)), MAX_DETAILS);
}

function annotationsOf(event: Loose, payload: Loose): Labels {
  const links = linksOf(event);
  const called = (words: RegExp): string => links.find(({ text }) => words.test(text))?.href ?? '';
  const [image] = listIn(event, 'images').map((entry) => safeUrl(textIn(asRecord(entry) ?? {}, 'src')));
  return said({
    summary: label(payload, 'summary'),
    description: label(recordIn(payload, 'custom_details'), 'description'),
    custom_details: detailsOf(payload),
    client: label(event, 'client'),
    runbook_url: called(/\b(runbook|playbook)\b/i),
    dashboard_url: called(/\b(dashboard|graph)\b/i),
    image_url: image ?? '',
    links: cut(links.map(({ href, text }) => (text ? `${text}: ${href}` : href)).join('\n'), MAX_LINKS),
  });
}

/**
 * Reads a valid event.
 * @param sender whose key it came under
 */
export function reportOf(event: Loose, action: EventAction, sender: string, dedupKey: string): PagerDutyReport {
  const identity = eventFingerprint(sender, dedupKey);
  if (action !== 'trigger') {
    return { action, fingerprint: identity, labels: {}, annotations: {}, startsAt: null, url: null };
  }
  const payload = recordIn(event, 'payload');
  const labels = said({
    // A name of nothing that can be seen is none.
    alertname: label(payload, 'class') || label(payload, 'summary') || 'PagerDuty event',
    severity: label(payload, 'severity'),
    source: label(payload, 'source'),
    component: label(payload, 'component'),
    group: label(payload, 'group'),
    class: label(payload, 'class'),
  });
  return {
    action,
    fingerprint: identity,
    labels,
    annotations: annotationsOf(event, payload),
    startsAt: instantIn(payload, 'timestamp'),
    url: safeUrl(redact(textIn(event, 'client_url'))) ?? linksOf(event)[0]?.href ?? null,
  };
}

/**
 * The alert that a trigger is; it fires until it is resolved.
 * @param labels those of its routing key, which win: the team wrote them
 * @param at when it was accepted: clocks of senders do not order it
 */
export const triggered = (report: PagerDutyReport, labels: Labels, at: EpochMs): Alert => ({
  fingerprint: report.fingerprint,
  labels: { ...report.labels, ...labels },
  annotations: report.annotations,
  startsAt: report.startsAt !== null && report.startsAt < at ? report.startsAt : at,
  endsAt: null,
  updatedAt: at,
  generatorUrl: report.url,
});
