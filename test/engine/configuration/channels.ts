import * as z from 'zod';
import { type Channel, delivered } from '../../../channels/channel';
import { HEARS_AS_UPSTREAM } from '../../../core/routing/receiver';

type Fields = Readonly<Record<string, unknown>>;

/** A channel that only has a schema: its first key is the destination. */
function fake(
  name: string,
  config: z.ZodType<Fields>,
  destination: string,
  sendResolvedByDefault = true,
): Channel<Fields> {
  const to = (fields: Fields) => String(fields[destination]);
  return {
    name,
    configKey: `${name}_configs`,
    config,
    sendResolvedByDefault,
    hears: HEARS_AS_UPSTREAM,
    to,
    identity: to,
    request: () => ({ kind: 'http', url: 'http://a', json: null, timeoutMs: 1 }),
    interpret: () => delivered(),
  };
}

const send_resolved = z.boolean().optional();
const Webhook = z.strictObject({
  send_resolved,
  url: z.string().regex(/^https?:/, 'write an address'),
  max_alerts: z.number().optional(),
  http_config: z.strictObject({ authorization: z.strictObject({ credentials: z.string() }).optional() }).optional(),
});
const Pagerduty = z.strictObject({
  send_resolved,
  routing_key: z.string().optional(),
  routing_key_file: z.string().optional(),
  url: z.string().default('https://default'),
});
const Slack = z.strictObject({
  send_resolved,
  channel: z.string(),
  app_url: z.string().optional(),
  app_token: z.string().optional(),
  app_token_file: z.string().optional(),
  api_url: z.string().optional(),
});
const Phone = z.string().regex(/^\+\d{7,15}$/, 'write a number, like "+15550100"');
const Sms = z.strictObject({
  send_resolved,
  to: z.union([Phone, z.array(Phone)]).optional(),
  phone_number: Phone.optional(),
});
const Email = z.strictObject({ send_resolved, to: z.string(), from: z.string() });

export const CHANNELS: readonly Channel[] = [
  fake('pagerduty', Pagerduty, 'routing_key_file'),
  fake('slack', Slack, 'channel', false),
  {
    ...fake('sms', Sms, 'to'),
    alsoUnder: ['sns_configs'],
    each: ({ to, phone_number, ...rest }: Fields) => [to ?? phone_number].flat().map((one) => ({ ...rest, to: one })),
  },
  fake('email', Email, 'to', false),
  fake('webhook', Webhook, 'url'),
] as readonly Channel[];
