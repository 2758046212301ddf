import type { Path } from '../yaml/config-error';
import { parseDuration } from './duration';

type Fields = Readonly<Record<string, unknown>>;

/** What the exported file does not say, or says otherwise. */
export type LeftOut = { readonly path: Path; readonly message: string };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const entriesOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const without = (entry: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)));

/** Alertmanager posts to exactly this address. */
export const slackAppUrl = (url: unknown): unknown =>
  typeof url === 'string' && !/\/chat\.postMessage\/?$/.test(url) ? `${url.replace(/\/+$/, '')}/chat.postMessage` : url;

/** Keys of ours that upstream does not know, by kind, and why nothing takes their place. */
const OURS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  slack_configs: {
    update_message: 'Alertmanager takes it only with api_url: there every message is posted anew',
    post_updates_to_thread: 'Alertmanager has no threads',
  },
  webhook_configs: { external_url: 'in Alertmanager the flag --web.external-url' },
  pagerduty_configs: { external_url: 'in Alertmanager the flag --web.external-url' },
};
/** Upstream does not tell these of the end unless the entry says so; here they are told. */
const SILENT_ABOUT_ENDS = ['slack_configs', 'email_configs'];

function upstreamEntry(kind: string, entry: Fields, path: Path, leftOut: LeftOut[]): Fields {
  const ours = OURS[kind] ?? {};
  for (const [key, message] of Object.entries(ours)) {
    if (entry[key] !== undefined) leftOut.push({ path: [...path, key], message: `left out: ${message}` });
  }
  const timeout = typeof entry.timeout === 'string' ? parseDuration(entry.timeout) : null;
  return {
    ...without(entry, Object.keys(ours)),
    ...(SILENT_ABOUT_ENDS.includes(kind) && entry.send_resolved === undefined ? { send_resolved: true } : {}),
    ...(kind === 'slack_configs' && entry.app_url !== undefined ? { app_url: slackAppUrl(entry.app_url) } : {}),
    // Go's own durations end at hours.
    ...(timeout === null ? {} : { timeout: `${timeout}ms` }),
  };
}

/** A text message is an entry of `sns_configs` each. */
function textMessages(entry: Fields, path: Path, leftOut: LeftOut[]): readonly Fields[] {
  const { to, phone_number, sender_id, max_parts, ...others } = entry;
  if (max_parts !== undefined) {
    leftOut.push({ path: [...path, 'max_parts'], message: 'left out: Alertmanager sends texts of any length' });
  }
  const attributes = sender_id === undefined ? {} : { attributes: { 'AWS.SNS.SMS.SenderID': sender_id } };
  return [to ?? phone_number ?? []].flat().map((number) => ({ phone_number: number, ...attributes, ...others }));
}

/** A receiver as upstream knows it. @param receiver validated */
export function upstreamReceiver(receiver: Fields, at: Path, leftOut: LeftOut[]): Fields {
  const { sms_configs, sns_configs, escalation_configs, ...others } = receiver;
  if (entriesOf(escalation_configs).length > 0) {
    const message = 'left out: Alertmanager has no escalation policies; who is on call is not told by it';
    leftOut.push({ path: [...at, 'escalation_configs'], message });
  }
  const kept = Object.entries(others).map(([kind, value]) => {
    if (!kind.endsWith('_configs')) return [kind, value];
    return [kind, entriesOf(value).map((entry, place) => upstreamEntry(kind, entry, [...at, kind, place], leftOut))];
  });
  const texts = Object.entries({ sms_configs, sns_configs }).flatMap(([kind, value]) =>
    entriesOf(value).flatMap((entry, place) => textMessages(entry, [...at, kind, place], leftOut)),
  );
  return { ...Object.fromEntries(kept), ...(texts.length > 0 ? { sns_configs: texts } : {}) };
}
