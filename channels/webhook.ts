import * as z from 'zod';
import { webhookMessage } from '../formats/alertmanager/webhook';
import { type Channel, delivered } from './channel';
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
    url: httpUrl.optional(),
    url_file: secretRef.optional(),
    http_config: httpConfig.optional(),
    max_alerts: z.int().nonnegative().default(0),
    timeout,
    payload: unsupported('the payload is always Alertmanager’s version 4'),
    /** Alertmanager has this as a flag of its command line. */
    external_url: literal().default(''),
  })
  .refine(
    ({ url, url_file }) => (url === undefined) !== (url_file === undefined),
    'write url or url_file, one of them',
  );

export type WebhookConfig = z.infer<typeof Config>;

/** Alertmanager's webhook, version 4. Only 5xx is tried again; what was refused otherwise is told at the next flush. */
export const webhook: Channel<WebhookConfig> = {
  name: 'webhook',
  configKey: 'webhook_configs',
  config: Config,
  sendResolvedByDefault: true,
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
    url: url ?? url_file ?? '',
    json: webhookMessage(notification, { externalUrl: external_url, maxAlerts: max_alerts }),
    ...credentialsOf(http_config),
    timeoutMs: timeoutMs(limit),
  }),
  interpret: (response) => refusal(response) ?? delivered(),
};
