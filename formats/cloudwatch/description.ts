import { safeUrl } from '../../core/notification/links';
import { asRecord, type Loose, parseJson, textIn } from '../loose';

/** What an alarm's description says, links apart; absent texts are empty. */
export type Description = {
  readonly text: string;
  readonly runbookUrl: string;
  readonly dashboardUrl: string;
};

/** AWS allows 1,024 characters. */
const MAX_DESCRIPTION = 4_096;
const RUNBOOK = ['runbook_url', 'runbook', 'runbookUrl', 'runbookURL', 'Runbook', 'RunbookUrl'];
const DASHBOARD = ['dashboard_url', 'dashboard', 'dashboardUrl', 'dashboardURL', 'Dashboard', 'DashboardUrl'];
const TEXT = ['description', 'Description', 'summary', 'message'];
const URL = '<?(https?://[^\\s<>"]{1,2048})>?';
const LINK = new RegExp(`\\b(runbook|dashboard)(?:[ _-]?url)?[ \\t]{0,4}[:=][ \\t]{0,4}${URL}`, 'gi');
const MARKDOWN = /\[(runbook|dashboard)\]\((https?:\/\/[^\s<>")]{1,2048})\)/gi;

/**
 * Teams put links into an alarm's description: `runbook: https://…`, `[Runbook](https://…)`, or as JSON. Only https
 * links count. A line that is but a link is left out of the text.
 */
export function readDescription(description: string): Description {
  const text = description.slice(0, MAX_DESCRIPTION).trim();
  const json = text.startsWith('{') ? asRecord(parseJson(text)) : null;
  return json && [...RUNBOOK, ...DASHBOARD, ...TEXT].some((key) => Object.hasOwn(json, key))
    ? fromJson(json)
    : fromText(text);
}

function fromJson(json: Loose): Description {
  const known = [...RUNBOOK, ...DASHBOARD, ...TEXT];
  const rest = Object.keys(json).filter((key) => !known.includes(key) && textIn(json, key) !== '');
  return {
    text: [textIn(json, ...TEXT), ...rest.map((key) => `${key}: ${textIn(json, key)}`)].join('\n').trim(),
    runbookUrl: httpsOnly(textIn(json, ...RUNBOOK)),
    dashboardUrl: httpsOnly(textIn(json, ...DASHBOARD)),
  };
}

function fromText(description: string): Description {
  const urls = new Map<string, string>();
  for (const [, kind = '', link = ''] of [...description.matchAll(LINK), ...description.matchAll(MARKDOWN)]) {
    const url = httpsOnly(link.replace(/[.,;)]{1,8}$/, ''));
    if (url !== '' && !urls.has(kind.toLowerCase())) urls.set(kind.toLowerCase(), url);
  }
  const found = [...urls.values()];
  const isLink = (line: string) => found.some((url) => line.includes(url)) && line.replace(LINK, '').trim() === '';
  const text = description.split(/\r\n|[\r\n]/).filter((line) => !isLink(line));
  return {
    text: text.join('\n').trim(),
    runbookUrl: urls.get('runbook') ?? '',
    dashboardUrl: urls.get('dashboard') ?? '',
  };
}

/** The address as it is written, if a person may follow it; else empty. */
export const httpsOnly = (link: string): string => (safeUrl(link.trim()) === null ? '' : link.trim());
