import * as z from 'zod/mini';
import type { Person, Policy } from '../../core/escalation/policy';
import type { Oncall } from '../../core/oncall/oncall';
import type { Layer, Schedule, Weekday } from '../../core/oncall/schedule';
import { IntegrationShape } from './read-integration';

const WeekdayShape: z.ZodMiniType<Weekday> = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);
const PersonShape: z.ZodMiniType<Person> = z.object({
  id: z.string(),
  name: z.string(),
  timezone: z.string(),
  contacts: z.record(z.string(), IntegrationShape),
  rules: z.record(z.string(), z.array(z.object({ afterMs: z.number(), by: z.array(z.string()) }))),
});
const LayerShape: z.ZodMiniType<Layer> = z.object({
  name: z.string(),
  rotation: z.enum(['hourly', 'daily', 'weekly']),
  every: z.number(),
  handoff: z.number(),
  people: z.array(z.string()),
  active: z.nullable(z.array(z.object({ days: z.array(WeekdayShape), fromMinute: z.number(), toMinute: z.number() }))),
});
const ScheduleShape: z.ZodMiniType<Schedule> = z.object({
  name: z.string(),
  timezone: z.string(),
  layers: z.array(LayerShape),
});
const PolicyShape: z.ZodMiniType<Policy> = z.object({
  name: z.string(),
  steps: z.array(
    z.object({
      targets: z.array(
        z.union([
          z.object({ type: z.literal('schedule'), schedule: z.string() }),
          z.object({ type: z.literal('person'), person: z.string() }),
        ]),
      ),
      escalateAfterMs: z.number(),
    }),
  ),
  repeat: z.number(),
  ackTimeoutMs: z.nullable(z.number()),
});

/** The on-call part of what was baked. */
export const OncallShape: z.ZodMiniType<Oncall> = z.object({
  people: z.record(z.string(), PersonShape),
  schedules: z.record(z.string(), ScheduleShape),
  policies: z.record(z.string(), PolicyShape),
  lastResort: z.nullable(z.string()),
  flapWindowMs: z.number(),
  contactsFile: z.nullable(z.object({ $secret: z.string() })),
});
