import * as z from 'zod/mini';
import { type Channel, delivered, failed, type Outcome, type Response, type Template, undeliverable } from './channel';
import {
  allUnsupported,
  bareHttpConfig,
  bareUrl,
  httpsUrl,
  httpUrl,
  inlineSecret,
  literal,
  secretName,
  secretRef,
  sendResolved,
  timeout,
  timeoutMs,
} from './entry';
import { parseJson, refusal } from './refusal';
import { slackLine, slackMessage } from './slack-message';

const API_URL = 'https://slack.com/api';
const WORDED_KEYS = ['actions', 'callback_id', 'fields', 'image_url', 'mrkdwn_in', 'thumb_url'] as const;
/** With the first request it must end well before the lease of its delivery does. */
const ASIDE_TIMEOUT_MS = 3_000;
const EDITED = 'is not supported: with app_token_file one message is edited in place, always; remove the key';

const Config = z
  .strictObject({
    send_resolved: sendResolved,
    app_token: z.optional(inlineSecret),
    app_token_file: z.optional(secretRef),
    /** The Web API, with or without its `/chat.postMessage`. */
    app_url: z._default(httpUrl, API_URL),
    api_url: z.optional(
      httpUrl.check(
        z.refine((url) => !/\/chat\.postMessage\/?$/.test(url), 'is the Web API: write app_token_file (and app_url)'),
      ),
    ),
    api_url_file: z.optional(secretRef),
    channel: z.optional(
      literal(80).check(z.regex(/^#?[\p{L}\p{N}_-]+$/u, 'write a channel, like "#alerts" or "C024BE91L"')),
    ),
    username: z.optional(literal(80)),
    icon_emoji: z.optional(literal(100)),
    icon_url: z.optional(httpsUrl),
    http_config: z.optional(bareHttpConfig('Slack knows you by app_token_file')),
    timeout,
    update_message: z.optional(z.literal(true, EDITED)),
    post_updates_to_thread: z.optional(
      z.literal(true, 'is not supported: every change is told in the thread; remove the key'),
    ),
    color: z.optional(
      literal(20).check(
        z.regex(/^(?:|good|warning|danger|#[0-9a-fA-F]{6})$/, 'write "#c62828", good, warning or danger'),
      ),
    ),
    link_names: z.optional(
      z.literal(false, 'is not supported: nobody is mentioned by an alarm’s text; remove the key'),
    ),
    short_fields: z.optional(z.boolean()),
    title: z.optional(literal()),
    title_link: z.optional(httpUrl),
    text: z.optional(literal(2_048)),
    pretext: z.optional(literal(500)),
    footer: z.optional(literal()),
    fallback: z.optional(literal()),
    message_text: z.optional(literal(500)),
    ...allUnsupported(WORDED_KEYS, 'messages are worded by Tocsin; remove the key'),
  })
  .check(
    z.refine(
      (entry) =>
        [entry.app_token, entry.app_token_file, entry.api_url, entry.api_url_file].filter((way) => way !== undefined)
          .length === 1,
      'write one of app_token_file, app_token, api_url_file and api_url (here or as global.slack_…)',
    ),
    z.refine((entry) => !isApp(entry) || entry.channel !== undefined, {
      path: ['channel'],
      error: 'is missing: with an app token write a channel, like "#alerts" or "C024BE91L"',
    }),
  );

export type SlackConfig = z.infer<typeof Config>;

const isApp = (entry: { readonly app_token?: unknown; readonly app_token_file?: unknown }): boolean =>
  entry.app_token !== undefined || entry.app_token_file !== undefined;

/** Slack refuses with HTTP 200: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const Reply = z.object({
  ok: z.boolean(),
  channel: z.optional(z.string()),
  ts: z.optional(z.string()),
  error: z.optional(z.string()),
});

const RECOVERABLE = new Set([
  'accesslimited',
  'external_channel_migrating',
  'fatal_error',
  'internal_error',
  'message_limit_exceeded',
  'org_login_required',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'rollup_error',
  'service_unavailable',
  'team_added_to_org',
  'update_failed',
]);

/** The message that was to be edited is gone, or may not be edited any more: a new one says it. */
const FORGOTTEN = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** One message per incident, edited in place; an incoming webhook cannot edit and posts again. */
export const slack: Channel<SlackConfig> = {
  name: 'slack',
  configKey: 'slack_configs',
  config: Config,
  // Upstream: false. But who reads a message that stays red takes it for true.
  sendResolvedByDefault: true,
  hears: { changes: 'all', acknowledgements: 'always' },
  to: ({ channel, api_url_file }) => channel ?? api_url_file?.$secret ?? 'incoming webhook',
  identity: (config) => {
    const { app_token, app_token_file, api_url, api_url_file, app_url, channel = '' } = config;
    const knownBy = secretName(app_token ?? app_token_file ?? api_url ?? api_url_file);
    return `${isApp(config) ? apiOf(app_url) : ''} ${knownBy} ${channel}`;
  },
  request: ({ ref, notification }, config) => {
    const timed = { kind: 'http', timeoutMs: timeoutMs(config.timeout) } as const;
    const message = slackMessage(notification, config);
    if (!isApp(config)) {
      return { ...timed, url: config.api_url ?? config.api_url_file ?? '', json: { ...looks(config), ...message } };
    }
    const known = readRef(ref);
    const posted = { ...looks(config), unfurl_links: false, unfurl_media: false };
    return {
      ...timed,
      url: `${apiOf(config.app_url)}/${known ? 'chat.update' : 'chat.postMessage'}`,
      bearer: config.app_token ?? config.app_token_file ?? '',
      json: known ? { ...known, ...message } : { ...posted, ...message },
    };
  },
  interpret: (response) => refusal(response, [429]) ?? judge(response),
  // An edit makes no sound: a line in the thread says what is new, and stays when the message is edited again.
  aside: ({ ref, notification }, config) => {
    const known = isApp(config) ? readRef(ref) : null;
    if (!known) return null;
    const { channel, ts } = known;
    const posted = { ...looks({ ...config, channel }), unfurl_links: false, unfurl_media: false };
    return {
      kind: 'http',
      url: `${apiOf(config.app_url)}/chat.postMessage`,
      bearer: config.app_token ?? config.app_token_file ?? '',
      json: { ...posted, thread_ts: ts, text: slackLine(notification) },
      timeoutMs: ASIDE_TIMEOUT_MS,
      isAside: true,
    };
  },
};

/** Where it appears, and as whom. */
const looks = ({ channel, username, icon_emoji, icon_url }: SlackConfig): Readonly<Record<string, Template>> => ({
  ...(channel === undefined ? {} : { channel }),
  ...(username === undefined ? {} : { username }),
  ...(icon_emoji === undefined ? {} : { icon_emoji }),
  ...(icon_url === undefined ? {} : { icon_url }),
});

/** `https://slack.com/api` from it or from `https://slack.com/api/chat.postMessage`, as Alertmanager writes it. */
const apiOf = (url: string): string => bareUrl(url).replace(/\/(chat\.postMessage)?\/*$/, '');

function judge({ body }: Response): Outcome {
  // What incoming webhooks answer.
  if (body.trim() === 'ok') return delivered();
  const reply = Reply.safeParse(parseJson(body));
  if (!reply.success) return failed('unreadable answer');
  const { ok, channel, ts, error = '' } = reply.data;
  if (ok) return delivered(channel !== undefined && ts !== undefined ? `${channel}:${ts}` : null);
  // Slack's names are words; anything else may be what was sent to it.
  const reason = /^[a-z]{2,30}(_[a-z]{1,30}){0,6}$/.test(error) ? error : 'refused without a reason';
  if (FORGOTTEN.has(error)) return { result: 'failed', reason, retryAfterMs: null, forgetRef: true };
  return RECOVERABLE.has(error) ? failed(reason) : undeliverable(reason);
}

/** chat.update knows a message by the channel's id, which only the answer to the first post told, and its time. */
function readRef(ref: string | null): { channel: string; ts: string } | null {
  const [, channel, ts] = /^([^:]+):([\d.]+)$/.exec(ref ?? '') ?? [];
  return channel !== undefined && ts !== undefined ? { channel, ts } : null;
}
