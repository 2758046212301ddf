import * as z from 'zod/mini';
import { webhookMessage } from '../formats/alertmanager/webhook';
import { type Channel, delivered, type HttpRequest } from './channel';
import {
  bareUrl,
  credentialsOf,
  httpConfig,
  httpUrl,
  literal,
  secretName,
  secretRef,
  sendResolved,
  timeout,
  timeoutMs,
  unsupported,
} from './entry';
import { refusal } from './refusal';

const Config = z
  .strictObject({
    send_resolved: sendResolved,
    url: z.optional(httpUrl),
    url_file: z.optional(secretRef),
    http_config: z.optional(httpConfig),
    max_alerts: z._default(z.int().check(z.nonnegative()), 0),
    timeout,
    payload: unsupported('the payload is always Alertmanager’s version 4'),
    /** Alertmanager has this as a flag of its command line. */
    external_url: z._default(literal(), ''),
  })
  .check(
    z.refine(
      ({ url, url_file }) => (url === undefined) !== (url_file === undefined),
      'write url or url_file, one of them',
    ),
  );

export type WebhookConfig = z.infer<typeof Config>;

/** Alertmanager's webhook, version 4. Only 5xx is tried again; what was refused otherwise is told at the next flush. */
export const webhook: Channel<WebhookConfig> = {
  name: 'webhook',
  configKey: 'webhook_configs',
  config: Config,
  sendResolvedByDefault: true,
  hears: { changes: 'all', acknowledgements: 'never' },
  to: ({ url, url_file }) => (url === undefined ? (url_file?.$secret ?? '') : bareUrl(url)),
  identity: (config) => {
    const { bearer, basic } = credentialsOf(config.http_config);
    const address = secretName(config.url ?? config.url_file);
    return [
      webhook.to(config),
      address,
      secretName(bearer),
      secretName(basic?.username),
      secretName(basic?.password),
    ].join(' ');
  },
  request: ({ notification }, { url, url_file, http_config, max_alerts, external_url, timeout: limit }) => ({
    kind: 'http',
    url: url === undefined ? (url_file ?? '') : withoutLogin(url),
    json: webhookMessage(notification, { externalUrl: external_url, maxAlerts: max_alerts }),
    ...(http_config?.basic_auth || credentialsOf(http_config).bearer ? credentialsOf(http_config) : loginOf(url)),
    timeoutMs: timeoutMs(limit),
  }),
  interpret: (response) => refusal(response) ?? delivered(),
};

/** What is written as `https://user:password@host` goes into a header, as everywhere: fetch refuses such addresses. */
function loginOf(address: string | undefined): Pick<HttpRequest, 'basic'> {
  const { username, password } = new URL(address ?? 'http://none');
  return username || password ? { basic: { username: decoded(username), password: decoded(password) } } : {};
}

const withoutLogin = (address: string): string => address.replace(/^(\w+:\/\/)[^/?#]*@/, '$1');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
