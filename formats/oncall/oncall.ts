import * as z from 'zod';
import { CONTACT_KINDS } from '../../core/oncall/contact';
import type { Weekday } from '../../core/oncall/schedule';
import { MINUTE_MS } from '../../core/time';
import { isZone, parseWall } from '../../core/zone/zone';
import { Duration } from '../alertmanager/routing';
import { Contacts } from './contacts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY_MINUTES = 24 * 60;
/** Longer turns than this are a slip. */
const MAX_EVERY = 1_000;
const MAX_REPEAT = 100;

const quoted = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** What people, schedules and policies are called: `schedule:primary` names one, and so does the command line. */
const Name = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} _.@+-]*[\p{L}\p{N}_])?$/u,
    'is no name: write letters, digits, "-", "_" and ".", like "primary"',
  );

const Zone = z
  .string()
  .refine(isZone, {
    error: ({ input }) => `${quoted(input)} is not a time zone: write one of the IANA names, like "Europe/Paris"`,
  })
  .meta({ examples: ['Europe/Paris', 'America/New_York', 'UTC'] });

/** A time of day as minutes after midnight. */
const clock = (max: number) =>
  z.string().transform((text, context) => {
    const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(text) ?? [];
    const minute = Number(hours) * 60 + Number(minutes);
    if (minute <= max) return minute;
    const message = `${quoted(text)} is not a time of day: write "09:00"`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });

const Active = z
  .strictObject({
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1, 'is empty: name a day, or leave it out for every day')
      .transform((days) => days.map((day) => (WEEKDAYS.indexOf(day) + 1) as Weekday))
      .optional()
      .meta({ description: 'The days on which the span begins; all where absent.' }),
    from: clock(DAY_MINUTES - 1).optional(),
    to: clock(DAY_MINUTES).optional(),
  })
  .meta({ description: 'A span that does not end after it begins goes on into the next day.' });

const Handoff = z
  .string()
  .transform((text, context) => {
    const wall = parseWall(text);
    if (wall !== null) return wall;
    const hint = /(?:[Zz]|[+-]\d\d:?\d\d)$/.test(text)
      ? 'without an offset: it is a time on the clock of the schedule’s zone'
      : 'like "2026-01-05T09:00"';
    context.issues.push({
      code: 'custom',
      message: `${quoted(text)} is not a date and time: write one ${hint}`,
      input: text,
    });
    return z.NEVER;
  })
  .meta({
    description: 'A handoff on the clock of the schedule’s zone: the first person’s turn begins.',
    examples: ['2026-01-05T09:00'],
  });

const Layer = z.strictObject({
  name: Name.optional(),
  rotation: z.enum(['hourly', 'daily', 'weekly']),
  every: z.int().min(1).max(MAX_EVERY).default(1),
  handoff: Handoff,
  people: z.array(z.string()).min(1, 'is empty: a rotation needs somebody'),
  active: z.array(Active).min(1, 'is empty: leave it out for always').optional(),
});

const Schedule = z.strictObject({
  timezone: Zone,
  layers: z
    .array(Layer)
    .min(1, 'is empty: a schedule needs a layer')
    .meta({ description: 'A later layer wins where it is active.' }),
});

const NotifyRule = z.strictObject({
  after: Duration.optional(),
  by: z.array(z.enum(CONTACT_KINDS)).min(1, 'is empty: name a contact, like "sms"'),
});

const Person = z.strictObject({
  name: z.string().trim().min(1, 'is empty: how is this person called?').optional(),
  timezone: Zone.optional(),
  contacts: Contacts.optional(),
  notify: z
    .record(z.string(), z.array(NotifyRule).min(1, 'is empty: leave it out for every contact at once'))
    .optional()
    .meta({ description: 'By severity; default for the rest. Without any: every contact at once.' }),
});

const TARGET = /^(schedule|person):(.+)$/;
const Target = z
  .string()
  .transform((text, context) => {
    const [, type, name = ''] = TARGET.exec(text) ?? [];
    if (type === 'schedule') return { type, schedule: name } as const;
    if (type === 'person') return { type, person: name } as const;
    const message = `${quoted(text)} names nobody: write "schedule:NAME" or "person:NAME"`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  })
  .meta({ examples: ['schedule:primary', 'person:alice'] });

const positive = (example: string) => Duration.refine((ms) => ms > 0, `cannot be zero: write ${quoted(example)}`);

const Policy = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        notify: z.array(Target).min(1, 'is empty: whom does this step page?'),
        escalate_after: positive('5m').optional().meta({ description: 'Where absent: 5m.' }),
      }),
    )
    .min(1, 'is empty: a policy needs a step'),
  repeat: z.int().min(0).max(MAX_REPEAT).default(0),
  ack_timeout: positive('30m').optional().meta({ description: 'An acknowledgement lapses after this; absent: never.' }),
});

const SecretReference = z
  .string()
  .regex(/^(ssm:\/[\w./-]+|secretsmanager:[\w/+=.@:-]+)$/, 'write a reference, "ssm:/name" or "secretsmanager:name"');

/** The whole of an `oncall.yml`. */
export const OncallFile = z.strictObject({
  people: z.record(Name, Person).default({}),
  schedules: z.record(Name, Schedule).default({}),
  escalation_policies: z.record(Name, Policy).default({}),
  last_resort: z.strictObject({ receiver: z.string() }).optional().meta({
    description: 'The receiver for when a policy is exhausted or finds nobody, and for when the store is down.',
  }),
  flap_window: Duration.optional().meta({ description: 'A re-fire this soon reopens the incident. Where absent: 5m.' }),
  contacts_file: SecretReference.optional().meta({
    description: 'Where numbers and addresses lie outside of this file.',
  }),
});
export type OncallFile = z.infer<typeof OncallFile>;

/** Where `escalate_after` is absent. */
export const DEFAULT_ESCALATE_AFTER_MS = 5 * MINUTE_MS;
