import * as z from 'zod';
import { cronFault } from '../../core/heartbeat/cron';
import { parseDuration } from '../alertmanager/duration';
import { readMatchers } from '../alertmanager/matcher';

const REFERENCE = /^(ssm:\/[\w./-]+|secretsmanager:[\w/+=.@:-]+)$/;
const SecretRef = z
  .string()
  .regex(REFERENCE, 'write a reference, "ssm:/name" or "secretsmanager:name": there are no files where this runs')
  .meta({ examples: ['ssm:/tocsin/name'] });

const LabelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'is not a label name: letters, digits and _, and no digit first');
const Labels = z.record(LabelName, z.string()).meta({ description: 'Given to each alert that comes in so.' });

const PositiveDuration = z
  .string()
  .meta({ description: 'A Prometheus duration.', examples: ['30m', '24h'] })
  .transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null && ms > 0) return ms;
    const message = `${JSON.stringify(text)} is not a duration above zero: write "30m" or "24h"`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });
const Duration = z
  .string()
  .meta({ description: 'A Prometheus duration.', examples: ['30m', '24h'] })
  .transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null) return ms;
    const message = `${JSON.stringify(text)} is not a duration: write "30m" or "24h"`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });

const PerMinute = z.int('write a whole number').min(1).max(100_000).meta({ description: 'Requests a minute.' });

const PagerDutySender = z
  .strictObject({
    routing_key_file: SecretRef.optional(),
    routing_key: z
      .string()
      .regex(/^[A-Za-z0-9]{32}$/, 'a routing key has 32 letters and digits')
      .optional()
      .meta({ description: 'The key in clear: for scenarios; a deploy to AWS refuses it.' }),
    labels: Labels.optional(),
    rate_limit: PerMinute.optional(),
  })
  .refine(
    (entry) => (entry.routing_key === undefined) !== (entry.routing_key_file === undefined),
    'write routing_key_file: ssm:/name',
  )
  .meta({ description: 'Whoever posts PagerDuty events (v2) with this key.' });

const AlertmanagerSender = z
  .strictObject({ bearer_file: SecretRef, labels: Labels.optional(), rate_limit: PerMinute.optional() })
  .meta({ description: 'An Alertmanager or a Prometheus with this bearer token.' });

const MatcherText = z
  .string({
    error: ({ input }) =>
      typeof input === 'object' ? `put the matcher in quotes, like 'alertname="Watchdog"'` : undefined,
  })
  .superRefine((text, context) => {
    const read = readMatchers(text);
    if (!read.ok) context.addIssue({ code: 'custom', message: read.error });
  });

const Heartbeat = z
  .strictObject({
    every: PositiveDuration.optional(),
    cron: z
      .string()
      .optional()
      .meta({ description: 'When it reports; with timezone.', examples: ['0 2 * * *'] }),
    timezone: z.string().optional().meta({ description: 'Of the IANA database; UTC where it is left out.' }),
    grace: Duration.optional(),
    labels: Labels.optional(),
    matchers: z
      .array(MatcherText)
      .min(1, 'write at least one, or remove the key')
      .optional()
      .meta({
        description: 'A firing alert with these labels is a sign of life.',
        examples: [['alertname="Watchdog"']],
      }),
  })
  .superRefine(({ every, cron, timezone }, context) => {
    if ((every === undefined) === (cron === undefined)) {
      context.addIssue({ code: 'custom', message: 'write "every: 24h" or "cron: 0 2 * * *", one of them' });
    }
    if (timezone !== undefined && cron === undefined) {
      context.addIssue({ code: 'custom', path: ['timezone'], message: 'belongs to "cron"; "every" needs none' });
    }
    if (timezone !== undefined && !isTimezone(timezone)) {
      const message = `${JSON.stringify(timezone)} is not a time zone: write one like "Europe/Paris"`;
      context.addIssue({ code: 'custom', path: ['timezone'], message });
    } else if (cron !== undefined) {
      const fault = cronFault(cron, timezone ?? 'UTC');
      if (fault) {
        const message = `${JSON.stringify(cron)} is not a cron expression: ${fault}; write five fields, like "0 2 * * *"`;
        context.addIssue({ code: 'custom', path: ['cron'], message });
      }
    }
  })
  .meta({ description: 'Something that reports as long as it works; its silence is an alert.' });

/** Some runtimes take `+02:00`, which no database knows. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** It is part of an address, and of a name that people read. */
const HeartbeatName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/i,
    'is not a name for a heartbeat: letters, digits, ".", "_" and "-", at most 64',
  );

/** `ingest.yml`: who may send what, and what must be heard from time to time. */
export const IngestFile = z.strictObject({
  pagerduty: z.array(PagerDutySender).optional(),
  alertmanager: z.array(AlertmanagerSender).optional(),
  heartbeats: z.record(HeartbeatName, Heartbeat).optional(),
  heartbeat_key_file: SecretRef.optional().meta({ description: 'Of which the tokens of heartbeats are made.' }),
  own_heartbeat: z
    .strictObject({ url_file: SecretRef })
    .optional()
    .meta({ description: 'An address elsewhere that hears from Tocsin every minute, and tells if it does not.' }),
  accounts: z
    .array(z.string().regex(/^\d{12}$/, 'is not an account: write its 12 digits in quotes'))
    .min(1, 'write at least one, or remove the key')
    .optional()
    .meta({ description: 'The only AWS accounts whose alarms are taken; name your own too.' }),
  regions: z
    .array(z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'is not a region: write one like "eu-west-1"'))
    .min(1, 'write at least one, or remove the key')
    .optional()
    .meta({ description: 'The only regions whose alarms are taken.' }),
});
export type IngestFile = z.infer<typeof IngestFile>;
