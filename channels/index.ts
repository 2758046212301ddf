import type { Json } from '../core/json';
import { type Channel, DEFAULT_RETRY, type Retry } from './channel';
import { email } from './email';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { sms } from './sms';
import { webhook } from './webhook';

type Entry = Readonly<Record<string, Json>>;

/** Seen from outside, an entry is what its own channel's schema made of it. */
const sealed = <Config>(channel: Channel<Config>): Channel => channel as Channel;

/** All channels; a new one is a file and a line here. */
export const channels: readonly Channel[] = [
  sealed(pagerduty),
  sealed(slack),
  sealed(sms),
  sealed(email),
  sealed(webhook),
];

/** The channel of that name (`pagerduty`, `slack` …), if there is one. */
export const channelOf = (name: string): Channel | undefined => channels.find((channel) => channel.name === name);

/** The channel whose entries stand under that key of a receiver (`pagerduty_configs`, `sns_configs` …). */
export const channelUnder = (key: string): Channel | undefined =>
  channels.find(({ configKey, alsoUnder = [] }) => configKey === key || alsoUnder.includes(key));

/** How a channel's attempts are spaced. */
export const retryOf = (name: string): Retry => channelOf(name)?.retry ?? DEFAULT_RETRY;

/** By channel: which key under `global` fills which key of an entry that leaves it out. */
export const globals: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pagerduty: { pagerduty_url: 'url', external_url: 'external_url', http_config: 'http_config' },
  slack: {
    slack_api_url: 'api_url',
    slack_api_url_file: 'api_url_file',
    slack_app_token: 'app_token',
    slack_app_token_file: 'app_token_file',
    slack_app_url: 'app_url',
    http_config: 'http_config',
  },
  sms: {},
  email: { smtp_from: 'from' },
  webhook: { external_url: 'external_url', http_config: 'http_config' },
};

/** Keys that stand for one another: an entry that has one of them takes none of the others from `global`. */
const ALTERNATIVES: readonly (readonly string[])[] = [['api_url', 'api_url_file', 'app_token', 'app_token_file']];

/** An entry with what `global` says where the entry itself says nothing. */
export function withGlobals(channel: string, entry: Entry, global: Entry): Entry {
  const filled: Record<string, Json> = {};
  for (const [from, to] of Object.entries(globals[channel] ?? {})) {
    const said = global[from];
    const rivals = ALTERNATIVES.find((keys) => keys.includes(to)) ?? [to];
    if (said !== undefined && !rivals.some((key) => key in entry)) filled[to] = said;
  }
  return { ...filled, ...entry };
}
