import * as z from 'zod';
import { ConditionSpec, PolicySpec, TargetSpec } from './alerting';
import { Description, Metadata } from './metadata';
import { SliSpec } from './sli';
import { SloSpec } from './slo';

export const VERSION = 'openslo/v1';

const document = <Kind extends string, Spec extends z.ZodType>(kind: Kind, spec: Spec) =>
  z.strictObject({ apiVersion: z.literal(VERSION), kind: z.literal(kind), metadata: Metadata, spec });

const DataSourceSpec = z.strictObject({
  description: Description,
  type: z.string().min(1, 'is empty: write a type, like "CloudWatch"'),
  connectionDetails: z.record(z.string(), z.unknown()),
});

export const Slo = document('SLO', SloSpec);
export const Sli = document('SLI', SliSpec);

/** Every kind of document of OpenSLO v1. */
export const KINDS = {
  SLO: Slo,
  SLI: Sli,
  DataSource: document('DataSource', DataSourceSpec),
  Service: document('Service', z.strictObject({ description: Description }).optional()),
  AlertPolicy: document('AlertPolicy', PolicySpec),
  AlertCondition: document('AlertCondition', ConditionSpec),
  AlertNotificationTarget: document('AlertNotificationTarget', TargetSpec),
} as const;
export type Kind = keyof typeof KINDS;
export type Slo = z.infer<typeof Slo>;
export type Sli = z.infer<typeof Sli>;

export const isKind = (text: unknown): text is Kind => typeof text === 'string' && Object.hasOwn(KINDS, text);

/** The JSON Schema of a file of `slos/`, for editors: one document at a time. */
export const openSloJsonSchema = (): object => ({
  title: 'OpenSLO v1',
  ...z.toJSONSchema(z.union(Object.values(KINDS)), { io: 'input', unrepresentable: 'any' }),
});
