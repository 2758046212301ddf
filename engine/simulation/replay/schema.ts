import * as z from 'zod';
import { Instant, Moment } from './moment';

/** What a scenario file may say; where it goes on inside a format of others, that format's reader decides. */

const Labels = z.record(z.string(), z.string());
const Message = z.looseObject({});
const Matchers = z.array(z.string());

/** Alertmanager's API v2, in snake_case. */
const PostedAlert = z.strictObject({
  labels: Labels.refine((labels) => Object.values(labels).some(Boolean), 'an alert needs a label, like alertname'),
  annotations: Labels.optional(),
  starts_at: Moment.optional(),
  ends_at: Moment.optional(),
  generator_url: z.string().optional(),
});
export type PostedAlert = z.infer<typeof PostedAlert>;

const Duration = z.union([Moment, z.number().nonnegative()]);
const Status = z.int().min(100).max(599);
const Answer = z.union(
  [Status, z.literal('timeout'), z.strictObject({ status: Status, retry_after: Duration.optional() })],
  { error: 'write a status, like 500, "timeout", or { status: 429, retry_after: 30s }' },
);
export type Answer = z.infer<typeof Answer>;

const Outage = z.strictObject({
  receiver: z.string(),
  channel: z.string().optional(),
  config: z.int().nonnegative().optional(),
  until: Moment.optional(),
  answer: Answer.default(500),
});
export type Outage = z.infer<typeof Outage>;

const Command = z.strictObject({ match: Matchers.optional(), by: z.string().optional() });

/** A configuration's files as plain values; what is in them is the compiler's to judge. */
const Inline = z.strictObject({ routing: Message.optional(), oncall: Message.optional(), ingest: Message.optional() });
export type Inline = z.infer<typeof Inline>;

const OverrideEvent = z.strictObject({
  schedule: z.string(),
  from: Moment.optional(),
  to: Moment,
  person: z.string().optional(),
  replaces: z.string().optional(),
});
export type OverrideEvent = z.infer<typeof OverrideEvent>;

/** Every kind of event by its key, with what stands under it. */
const KINDS = {
  alerts: z.array(PostedAlert),
  sns: Message,
  eventbridge: Message,
  pagerduty: Message,
  alertmanager: z.union([Message, z.array(Message)]),
  raw: z.string(),
  silence: z.strictObject({
    id: z.string().optional(),
    matchers: Matchers,
    starts_at: Moment.optional(),
    ends_at: Moment.optional(),
    created_by: z.string().optional(),
    comment: z.string().optional(),
  }),
  expire_silence: z.string(),
  acknowledge: Command,
  unacknowledge: Command,
  resolve: Command,
  escalate: Command,
  override: OverrideEvent,
  outage: Outage,
  reload: z.union([Inline, z.string()]),
  heartbeat: z.string(),
  crash: z.enum(['router', 'notifier']),
  duplicate: z.literal('last'),
} as const;
type Kinds = typeof KINDS;
export type EventKind = keyof Kinds;
export const EVENT_KINDS = Object.keys(KINDS) as readonly EventKind[];

const optional = Object.fromEntries(Object.entries(KINDS).map(([kind, schema]) => [kind, schema.optional()])) as {
  readonly [Kind in EventKind]: z.ZodOptional<Kinds[Kind]>;
};

/** An event says when, and exactly one thing that happens then. */
const Event = z.strictObject({ at: Moment, ...optional }).superRefine((event, context) => {
  const said = EVENT_KINDS.filter((kind) => event[kind] !== undefined);
  if (said.length === 1) return;
  const message =
    said.length === 0
      ? `nothing happens: add one of ${EVENT_KINDS.join(', ')}`
      : `${said.join(' and ')} in one event: write an event for each`;
  context.addIssue({ code: 'custom', message });
});
export type RawEvent = z.infer<typeof Event>;

/** What must come out: of each list that is written, as many entries, in any order, with the keys that are written. */
const Expected = z.array(z.record(z.string(), z.unknown()));
const Expect = z.strictObject({
  deliveries: Expected.optional(),
  incidents: Expected.optional(),
  silenced: Expected.optional(),
  inhibited: Expected.optional(),
});
export type Expect = z.infer<typeof Expect>;

export const ScenarioFile = z.strictObject({
  name: z.string().optional(),
  start: Instant.optional(),
  until: Moment.optional(),
  /** Decides the jitter of retries. */
  seed: z.int().optional(),
  config: z.union([Inline, z.string()]).optional(),
  events: z.array(Event).default([]),
  expect: Expect.optional(),
});
export type ScenarioFile = z.infer<typeof ScenarioFile>;
