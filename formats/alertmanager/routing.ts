import * as z from 'zod';
import { re2 } from '../../core/routing/re2';
import { parseDuration } from './duration';
import { readMatchers } from './matcher';
import { BUILT_KINDS, OTHER_KINDS } from './receiver-kinds';
import { TimeInterval } from './time-interval';

/** A Prometheus duration, as milliseconds. */
export const Duration = z
  .string()
  .meta({ description: 'A Prometheus duration.', examples: ['30s', '1h30m'] })
  .transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null) return ms;
    const message = `${JSON.stringify(text)} is not a duration: write "30s" or "1h30m"`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });
const Interval = Duration.refine((ms) => ms > 0, 'cannot be zero: write "1m"');

/** One or more matchers in Alertmanager's syntax; kept as text. */
const MatcherText = z
  .string({
    error: ({ input }) =>
      typeof input === 'object' ? `put the matcher in quotes, like 'severity="critical"'` : undefined,
  })
  .superRefine((text, context) => {
    const read = readMatchers(text);
    if (!read.ok) context.addIssue({ code: 'custom', message: read.error });
  });
const Matchers = z.array(MatcherText).meta({
  description: 'All of them must hold.',
  examples: [['severity="critical"', 'service=~"web|api"']],
});

const LabelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'is not a label name: letters, digits and _, and no digit first');
const Pattern = z.string().superRefine((text, context) => {
  try {
    re2(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

const GroupBy = z.array(z.string().min(1, 'a label name cannot be empty')).superRefine((names, context) => {
  if (names.includes('...') && names.length > 1) {
    context.addIssue({ code: 'custom', message: '"..." stands for all labels: write it alone' });
  }
  for (const [at, name] of names.entries()) {
    if (names.indexOf(name) === at) continue;
    context.addIssue({ code: 'custom', path: [at], message: `label ${JSON.stringify(name)} is there twice` });
  }
});

/** A node of the route tree, as it is written. @see https://prometheus.io/docs/alerting/latest/configuration/#route */
export const RouteNode = z
  .strictObject({
    receiver: z.string().optional(),
    group_by: GroupBy.optional(),
    group_wait: Duration.optional(),
    group_interval: Interval.optional(),
    repeat_interval: Interval.optional(),
    matchers: Matchers.optional(),
    match: z.record(LabelName, z.string()).optional(),
    match_re: z.record(LabelName, Pattern).optional(),
    continue: z.boolean().optional(),
    mute_time_intervals: z.array(z.string()).optional(),
    active_time_intervals: z.array(z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    get routes() {
      return z.array(RouteNode).optional();
    },
  })
  .meta({ id: 'route', description: 'A node of the route tree; what it leaves out it takes from its parent.' });
export type RouteNode = z.infer<typeof RouteNode>;

/** @see https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule */
const InhibitRule = z.strictObject({
  name: z.string().optional(),
  source_match: z.record(LabelName, z.string()).optional(),
  source_match_re: z.record(LabelName, Pattern).optional(),
  source_matchers: Matchers.optional(),
  target_match: z.record(LabelName, z.string()).optional(),
  target_match_re: z.record(LabelName, Pattern).optional(),
  target_matchers: Matchers.optional(),
  equal: z.array(z.string().min(1, 'a label name cannot be empty')).optional(),
});
export type InhibitRuleNode = z.infer<typeof InhibitRule>;

const Url = z.string().refine(
  (text) => {
    try {
      return ['http:', 'https:'].includes(new URL(text).protocol);
    } catch {
      return false;
    }
  },
  { error: ({ input }) => `${JSON.stringify(input)} is not an address: write "https://…"` },
);
const texts = (keys: string) =>
  Object.fromEntries(keys.split(' ').map((key) => [key, z.string().optional()])) as Record<
    string,
    z.ZodOptional<z.ZodString>
  >;

/**
 * Defaults for the receivers, and what holds for all alerts. `strict_alertmanager` is Tocsin's own, and `external_url` is
 * a flag of upstream's command line.
 */
const Global = z.strictObject({
  resolve_timeout: Duration.optional(),
  strict_alertmanager: z.boolean().optional(),
  external_url: Url.optional(),
  http_config: z.looseObject({}).optional(),
  smtp_require_tls: z.boolean().optional(),
  smtp_force_implicit_tls: z.boolean().optional(),
  smtp_tls_config: z.looseObject({}).optional(),
  pagerduty_url: Url.optional(),
  slack_api_url: Url.optional(),
  slack_app_url: Url.optional(),
  ...texts('smtp_from smtp_hello smtp_smarthost smtp_auth_username smtp_auth_password smtp_auth_password_file'),
  ...texts('smtp_auth_secret smtp_auth_secret_file smtp_auth_identity slack_api_url_file slack_app_token'),
  ...texts('slack_app_token_file opsgenie_api_url opsgenie_api_key opsgenie_api_key_file wechat_api_url'),
  ...texts('wechat_api_secret wechat_api_secret_file wechat_api_corp_id victorops_api_url victorops_api_key'),
  ...texts('victorops_api_key_file telegram_api_url telegram_bot_token telegram_bot_token_file webex_api_url'),
  ...texts('rocketchat_api_url rocketchat_token rocketchat_token_file rocketchat_token_id rocketchat_token_id_file'),
  ...texts('mattermost_webhook_url mattermost_webhook_url_file jira_api_url'),
});

type Entries = Readonly<Partial<Record<string, z.core.$ZodType>>>;

/** Pages people by a policy of `oncall.yml`: Tocsin's own. */
const EscalationConfig = z.strictObject({ policy: z.string().min(1, 'must not be empty') });

/**
 * The whole of an `alertmanager.yml`, with Tocsin's additions.
 * @param entries schemas for the entries of the kinds that are built; without one, any mapping will do
 */
export function routingFile(entries: Entries = {}) {
  const Entry = z.looseObject({});
  const own: Entries = { escalation_configs: EscalationConfig };
  const list = (kind: (typeof kinds)[number]) => z.array(entries[kind] ?? own[kind] ?? Entry).optional();
  const kinds = [...BUILT_KINDS, ...OTHER_KINDS];
  const Receiver = z.strictObject({
    name: z.string().min(1, 'must not be empty'),
    labels: z.record(z.string(), z.string()).optional(),
    ...(Object.fromEntries(kinds.map((kind) => [kind, list(kind)])) as Record<string, ReturnType<typeof list>>),
  });
  return z.strictObject({
    global: Global.optional(),
    route: RouteNode,
    receivers: z.array(Receiver).optional(),
    inhibit_rules: z.array(InhibitRule).optional(),
    time_intervals: z.array(TimeInterval).optional(),
    mute_time_intervals: z.array(TimeInterval).optional(),
    templates: z.array(z.string()).optional(),
    tracing: z.looseObject({}).optional(),
    event_recorder: z.looseObject({}).optional(),
  });
}

export const RoutingFile = routingFile();
export type RoutingFile = z.infer<typeof RoutingFile>;
