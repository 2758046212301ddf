import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import type { Json } from '../../core/json';
import type { Integration } from '../../core/routing/receiver';
import type { Configuration } from '../../engine/configuration/configuration';

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8'));

/** An app as the CLI makes it, but without bundling: a template does not depend on the code. */
export const testApp = (props: AppProps = {}): App =>
  new App({ ...props, context: { ...context, 'aws:cdk:bundling-stacks': [] } });

const integration = (channel: string, settings: Json): Integration => ({
  channel,
  index: 0,
  key: `${channel}-1`,
  to: channel,
  sendResolved: true,
  settings,
});

/** A configuration with every kind of channel and both kinds of secrets. */
export const everyChannel: Configuration = {
  route: {
    receiver: 'team',
    matchers: [],
    continue: false,
    groupBy: ['alertname'],
    timing: { groupWaitMs: 0, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 },
    path: '{}',
    routes: [],
  },
  receivers: {
    team: {
      name: 'team',
      integrations: [
        integration('pagerduty', { routing_key: { $secret: 'ssm:/oncall/pagerduty' } }),
        integration('slack', { channel: '#alerts', app_token: { $secret: 'secretsmanager:oncall-slack' } }),
        integration('sms', { to: '+33600000000' }),
        integration('email', {
          from: 'Tocsin <alerts@mail.example.com>',
          to: 'ada@example.org, Ben <ben@example.net>',
        }),
      ],
    },
  },
  resolveTimeoutMs: 300_000,
  strictAlertmanager: false,
  hash: '0123456789abcdef',
};

/** A configuration that calls an address and nothing else. */
export const onlyWebhook: Configuration = {
  ...everyChannel,
  receivers: { team: { name: 'team', integrations: [integration('webhook', { url: 'https://example.com' })] } },
};

type Fields = Readonly<Record<string, unknown>>;
export type Resource = { readonly id: string; readonly Type: string; readonly Properties: Fields } & Fields;

/** The resources of a template with their logical ids. */
export const resourcesOf = (template: { toJSON(): Fields }, type?: string): readonly Resource[] =>
  Object.entries(template.toJSON().Resources as Readonly<Record<string, Omit<Resource, 'id'>>>)
    .map(([id, resource]) => ({ Properties: {}, ...resource, id }) as Resource)
    .filter((resource) => type === undefined || resource.Type === type);
