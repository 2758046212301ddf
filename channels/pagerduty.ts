import * as z from 'zod/mini';
import { type Labels, SEVERITIES } from '../core/alert/alert';
import { byImportance } from '../core/notification/clip';
import { safeUrl } from '../core/notification/links';
import { commonLabels, type Notification, type NotifiedAlert } from '../core/notification/notification';
import { cut, oneLine, wellFormed } from '../core/notification/text';
import { rfc3339 } from '../core/notification/when';
import { type Wording, wordingOf } from '../core/notification/wording';
import { webhookAlert } from '../formats/alertmanager/webhook';
import { type Channel, delivered, type Slot, type Template } from './channel';
import {
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
  unsupported,
} from './entry';
import { fitted } from './fitted';
import { refusal } from './refusal';

const EVENTS_URL = 'https://events.pagerduty.com/v2/enqueue';
const MAX_SUMMARY = 1_024;
const MAX_IMAGES = 5;
/** PagerDuty takes 512 KB; a little less, for the routing key is put in later. */
const MAX_BODY_BYTES = 500_000;
const USE_V2 = 'Events API v1 is not spoken; use routing_key_file with the key of an Events v2 integration';

const Config = z
  .strictObject({
    send_resolved: sendResolved,
    routing_key: z.optional(inlineSecret),
    routing_key_file: z.optional(secretRef),
    service_key: unsupported(USE_V2),
    service_key_file: unsupported(USE_V2),
    url: z._default(httpUrl, EVENTS_URL),
    client: z._default(literal(), 'Tocsin'),
    client_url: z.optional(httpUrl),
    description: z.optional(literal()),
    severity: z.optional(
      z.enum(SEVERITIES, { error: 'write critical, error, warning or info, or remove the key: the label says it' }),
    ),
    source: z.optional(literal()),
    class: z.optional(literal()),
    component: z.optional(literal()),
    group: z.optional(literal()),
    details: z._default(z.record(z.string(), literal(4_096)), {}),
    links: z._default(
      z.array(z.strictObject({ href: httpUrl, text: z.optional(literal()) })).check(z.maxLength(20)),
      [],
    ),
    images: z._default(
      z
        .array(z.strictObject({ src: httpsUrl, alt: z.optional(literal()), href: z.optional(httpUrl) }))
        .check(z.maxLength(20)),
      [],
    ),
    http_config: z.optional(bareHttpConfig('PagerDuty knows you by routing_key_file')),
    timeout,
    /** Alertmanager has this as a flag of its command line: where "client" leads to. */
    external_url: z.optional(httpUrl),
  })
  .check(
    z.refine(
      (entry) => (entry.routing_key === undefined) !== (entry.routing_key_file === undefined),
      'write routing_key_file (or routing_key), one of them',
    ),
  );

export type PagerDutyConfig = z.infer<typeof Config>;

/** Events API v2: one PagerDuty alert per conversation. @see https://developer.pagerduty.com/docs/events-api-v2-overview */
export const pagerduty: Channel<PagerDutyConfig> = {
  name: 'pagerduty',
  configKey: 'pagerduty_configs',
  config: Config,
  sendResolvedByDefault: true,
  hears: { changes: 'all', acknowledgements: 'told' },
  to: ({ url, routing_key_file }) => routing_key_file?.$secret ?? bareUrl(url),
  identity: ({ url, routing_key, routing_key_file }) =>
    `${bareUrl(url)} ${secretName(routing_key ?? routing_key_file)}`,
  request: (slot, config) => ({
    kind: 'http',
    url: config.url,
    json: fitted(slot.notification, MAX_BODY_BYTES, (notification) => event({ ...slot, notification }, config)),
    timeoutMs: timeoutMs(config.timeout),
  }),
  // 403 too: PagerDuty answers so when it limits the rate, and Alertmanager tries it again.
  interpret: (response) => refusal(response, [403, 429]) ?? delivered(),
  // A trigger under a key that is open changes the incident and calls nobody.
  isPage: (notification, isOpen) => actionOf(notification) === 'trigger' && (!isOpen || notification.kind === 'digest'),
};

/** What a message does to PagerDuty's alert. A failed delivery asks for a person, whatever the alarm does. */
function actionOf({ kind, status }: Notification): 'trigger' | 'acknowledge' | 'resolve' {
  if (kind === 'failure') return 'trigger';
  if (kind === 'resolved' || status === 'resolved') return 'resolve';
  return kind === 'acknowledged' ? 'acknowledge' : 'trigger';
}

function event({ key, notification }: Slot, config: PagerDutyConfig): Template {
  const wording = wordingOf(notification);
  const common = commonLabels(notification.alerts);
  return {
    routing_key: config.routing_key ?? config.routing_key_file ?? '',
    dedup_key: key,
    event_action: actionOf(notification),
    payload: {
      summary: cut(oneLine(config.description ?? summaryOf(wording)), MAX_SUMMARY),
      source: sourceOf(common, config),
      severity: config.severity ?? severityOf(wording.severity),
      ...present({
        timestamp: notification.alerts.length > 0 ? rfc3339(startOf(notification)) : undefined,
        class: config.class ?? common.class ?? common.alertname,
        component: config.component ?? common.component ?? common.service,
        group: config.group ?? common.group,
      }),
      custom_details: { ...details(notification), ...config.details },
    },
    client: config.client,
    ...present({ client_url: config.client_url ?? config.external_url ?? wording.links[0]?.url }),
    links: [
      ...wording.links.map(({ url, text }) => ({ href: url, text })),
      ...config.links.map(({ href, text }) => ({ href, ...present({ text }) })),
    ],
    images: [
      ...imagesOf(notification),
      ...config.images.map(({ src, alt, href }) => ({ src, ...present({ alt, href }) })),
    ],
  };
}

/** Pictures that alerts name (`image_url`), by https only, each once and the worst alert's first. */
function imagesOf({ alerts }: Notification): readonly Template[] {
  const named = [...alerts].sort(byImportance).flatMap(({ labels, annotations }) => {
    const src = safeUrl(annotations.image_url);
    return src ? [{ src, alt: cut(oneLine(labels.alertname ?? ''), MAX_SUMMARY) || 'graph' }] : [];
  });
  return [...new Map(named.map((image) => [image.src, image])).values()].slice(0, MAX_IMAGES);
}

const summaryOf = ({ title, what, unsaid, note }: Wording): string =>
  `${title}: ${note ?? `${what}${unsaid ? ` (${unsaid})` : ''}`}`;

/** What is affected, as far as the alerts agree on it. */
const sourceOf = (common: Labels, config: PagerDutyConfig): string =>
  config.source ?? (cut(oneLine(common.instance ?? common.service ?? ''), MAX_SUMMARY) || config.client);

/** PagerDuty knows four; a word of one's own is an error, as Alertmanager's default is. */
const severityOf = (severity: string): string =>
  (SEVERITIES as readonly string[]).includes(severity) ? severity : 'error';

const startOf = ({ alerts, at }: Notification): number =>
  alerts.reduce((first, { startsAt }) => Math.min(first, startsAt), at);

/** Alertmanager's shape, which PagerDuty's event rules are written against. */
function details({ alerts, firing, resolved, truncatedAlerts }: Notification): Readonly<Record<string, Template>> {
  const those = (status: NotifiedAlert['status']) =>
    alerts.filter((alert) => alert.status === status).map(webhookAlert);
  return {
    firing: those('firing'),
    resolved: those('resolved'),
    num_firing: firing,
    num_resolved: resolved,
    ...(truncatedAlerts > 0 ? { truncated_alerts: truncatedAlerts } : {}),
  };
}

/** Only what there is, and of a length that PagerDuty takes. */
const present = (members: Readonly<Record<string, string | null | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, text]) => (text ? [[name, cut(wellFormed(text), MAX_SUMMARY)]] : [])),
  );
