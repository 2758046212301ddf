import * as z from 'zod';
import { Description, Metadata, Name } from './metadata';

const MetricSource = z.strictObject({
  metricSourceRef: Name.optional(),
  type: z.string().min(1, 'is empty: write a type, like "CloudWatch"').optional(),
  spec: z
    .record(z.string(), z.unknown())
    .refine((spec) => Object.keys(spec).length > 0, 'is empty: say what the source is asked for'),
});
const Metric = z.strictObject({ metricSource: MetricSource });

/** Which of these go together is for {@link sliFaults}. */
export const SliSpec = z.strictObject({
  description: Description,
  thresholdMetric: Metric.optional(),
  ratioMetric: z
    .strictObject({
      counter: z.boolean().optional(),
      good: Metric.optional(),
      bad: Metric.optional(),
      total: Metric.optional(),
      raw: Metric.optional(),
      rawType: z.enum(['success', 'failure']).optional(),
    })
    .optional(),
});
export type SliSpec = z.infer<typeof SliSpec>;

/** An SLI that stands where it is used. */
export const InlineIndicator = z.strictObject({ metadata: Metadata, spec: SliSpec });
