import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import type { Json } from '../../core/json';
import { NO_ONCALL } from '../../core/oncall/oncall';
import { HEARS_AS_UPSTREAM, type Integration } from '../../core/routing/receiver';
import type { Configuration } from '../../engine/configuration/configuration';
import { NOTHING_COMES_IN } from '../../engine/intake/configuration';

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8'));

/**
 * An app with the flags that the CLI gives it, but without bundling: a template does not depend on the code. Nor does
 * CloudFormation's own validator run, which takes longer than everything else together; `npx cdk synth` runs it.
 */
export const testApp = (props: AppProps = {}): App =>
  new App({
    builtinCloudFormationValidation: false,
    ...props,
    context: {
      ...context,
      '@aws-cdk/core:annotationsInValidationReport': false,
      'aws:cdk:bundling-stacks': [],
    },
  });

const integration = (channel: string, settings: Json): Integration => ({
  channel,
  index: 0,
  key: `${channel}-1`,
  to: channel,
  sendResolved: true,
  hears: HEARS_AS_UPSTREAM,
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
    muteTimeIntervals: [],
    activeTimeIntervals: [],
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
      policies: [],
    },
  },
  resolveTimeoutMs: 300_000,
  inhibitRules: [],
  intervals: {},
  isStrict: false,
  oncall: NO_ONCALL,
  ingest: NOTHING_COMES_IN,
  hash: '0123456789abcdef',
};

/** A configuration that calls an address and nothing else. */
export const onlyWebhook: Configuration = {
  ...everyChannel,
  receivers: {
    team: { name: 'team', integrations: [integration('webhook', { url: 'https://example.com' })], policies: [] },
  },
};

type Fields = Readonly<Record<string, unknown>>;
export type Resource = { readonly id: string; readonly Type: string; readonly Properties: Fields } & Fields;

/** The resources of a template with their logical ids. */
export const resourcesOf = (template: { toJSON(): Fields }, type?: string): readonly Resource[] =>
  Object.entries(template.toJSON().Resources as Readonly<Record<string, Omit<Resource, 'id'>>>)
    .map(([id, resource]) => ({ Properties: {}, ...resource, id }) as Resource)
    .filter((resource) => type === undefined || resource.Type === type);

/** The one resource of a type whose id begins so. */
export function resource(all: readonly Resource[], type: string, start: string): Resource {
  const found = all.filter(({ id, Type }) => Type === type && id.startsWith(start));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources ${type} begin with ${start}`);
  return found[0];
}

export type Statement = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
};

/** The statements of a policy document, wherever a resource keeps it. */
export const statementsOf = (document: unknown): readonly Statement[] =>
  (document as { readonly Statement: readonly Statement[] }).Statement;

export const list = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
};

/** CloudFormation's functions written out, so that an ARN reads as one: `arn:aws:sqs:…:<Queue>`. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return `<${Ref}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (Array.isArray(join)) return (join[1] as readonly unknown[]).map(plain).join(String(join[0]));
  throw new Error(`cannot read ${JSON.stringify(value)}`);
}
