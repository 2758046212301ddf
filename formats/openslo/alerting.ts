import * as z from 'zod';
import { Description, Metadata, Name } from './metadata';
import { DurationText, Operator } from './values';

const TargetSpec = z.strictObject({
  description: Description,
  target: z.string().min(1, 'is empty: say who is told, like "slack"'),
});

const ConditionSpec = z.strictObject({
  description: Description,
  severity: z.string().min(1, 'is empty: write a severity, like "page"'),
  condition: z.strictObject({
    kind: z.literal('burnrate', 'is not a kind of condition: write "burnrate"'),
    op: Operator,
    threshold: z.number(),
    lookbackWindow: DurationText,
    alertAfter: DurationText.optional(),
  }),
});

/** What stands in its place, or the name of a document. */
const orReference = <Key extends string>(key: Key, kind: string, spec: z.ZodType) =>
  z.union([
    z.strictObject({ [key]: Name } as Record<Key, typeof Name>),
    z.strictObject({ kind: z.literal(kind, `is not the kind: write "${kind}"`), metadata: Metadata, spec }),
  ]);

const PolicySpec = z.strictObject({
  description: Description,
  alertWhenNoData: z.boolean().optional(),
  alertWhenBreaching: z.boolean().optional(),
  alertWhenResolved: z.boolean().optional(),
  conditions: z
    .array(orReference('conditionRef', 'AlertCondition', ConditionSpec))
    .length(1, 'OpenSLO v1 allows exactly one condition in a policy'),
  notificationTargets: z
    .array(orReference('targetRef', 'AlertNotificationTarget', TargetSpec))
    .min(1, 'is empty: name at least one target'),
});

export const AlertPolicyEntry = orReference('alertPolicyRef', 'AlertPolicy', PolicySpec);
export { ConditionSpec, PolicySpec, TargetSpec };
