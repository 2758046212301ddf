/** Kinds of entries that a receiver can have and Tocsin sends; each channel says itself what its entries look like. */
export const BUILT_KINDS = [
  'pagerduty_configs',
  'slack_configs',
  'email_configs',
  'webhook_configs',
  'sns_configs',
  'sms_configs',
  'escalation_configs',
] as const;

export type BuiltKind = (typeof BUILT_KINDS)[number];

/** Kinds of upstream (0.34) that are not built: a warning, and an error where a route leads to them. */
export const OTHER_KINDS = [
  'discord_configs',
  'incidentio_configs',
  'jira_configs',
  'mattermost_configs',
  'msteams_configs',
  'msteamsv2_configs',
  'opsgenie_configs',
  'pushover_configs',
  'rocketchat_configs',
  'telegram_configs',
  'victorops_configs',
  'webex_configs',
  'wechat_configs',
] as const;

/** Keys that hold a secret itself; their `…_file` siblings hold a reference. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  'routing_key',
  'service_key',
  'app_token',
  'api_url',
  'slack_api_url',
  'slack_app_token',
  'smtp_auth_password',
  'smtp_auth_secret',
  'auth_password',
  'auth_secret',
  'credentials',
  'password',
  'bearer_token',
  'client_secret',
]);
