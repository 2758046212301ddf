import * as z from 'zod';
import { AlertPolicyEntry } from './alerting';
import { Description, Name } from './metadata';
import { InlineIndicator } from './sli';
import { DurationText, Operator, StartTime, ZoneName } from './values';

const NO_BUDGET = 'leaves no error budget: write less than';

/** Which of these go together is for {@link sloFaults}. */
const Objective = z.strictObject({
  displayName: z.string().optional(),
  op: Operator.optional(),
  value: z.number().optional(),
  target: z.number().min(0, 'is below 0').lt(1, `${NO_BUDGET} 1, like 0.999 for 99.9 %`).optional(),
  targetPercent: z.number().min(0, 'is below 0').lt(100, `${NO_BUDGET} 100, like 99.9`).optional(),
  timeSliceTarget: z
    .number()
    .gt(0, 'is too small: write more than 0, like 0.95')
    .max(1, 'is too big: write at most 1, like 0.95')
    .optional(),
  timeSliceWindow: DurationText.optional(),
  indicator: InlineIndicator.optional(),
  indicatorRef: Name.optional(),
  compositeWeight: z.number().gt(0, 'is too small: write more than 0').optional(),
});

const TimeWindow = z.strictObject({
  duration: DurationText,
  isRolling: z.boolean().optional(),
  calendar: z.strictObject({ startTime: StartTime, timeZone: ZoneName }).optional(),
});

export const SloSpec = z.strictObject({
  description: Description,
  service: z.string().min(1, 'is empty: name the service'),
  indicator: InlineIndicator.optional(),
  indicatorRef: Name.optional(),
  budgetingMethod: z.enum(['Occurrences', 'Timeslices', 'RatioTimeslices']),
  timeWindow: z.array(TimeWindow).length(1, 'OpenSLO v1 allows exactly one time window'),
  objectives: z.array(Objective).min(1, 'is empty: write at least one objective'),
  alertPolicies: z.array(AlertPolicyEntry).optional(),
});
export type SloSpec = z.infer<typeof SloSpec>;
