import * as z from 'zod';
import { lengthOf, parseDuration } from '../../core/slo/duration';

/** The data source that Tocsin reads. Others are valid documents too, but their `spec` is their own. */
export const CLOUDWATCH = 'CloudWatch';

const STATISTIC =
  /^(?:Sum|SampleCount|Average|Minimum|Maximum|IQM|p\d{1,3}(?:\.\d{1,10})?|(?:TM|WM|TC|TS|PR|tm|wm|tc|ts)(?:\d{1,3}(?:\.\d+)?|\((?:\d+(?:\.\d+)?%?)?:(?:\d+(?:\.\d+)?%?)?\)))$/;
/** Seconds below a minute that CloudWatch knows for high-resolution metrics. */
const SHORT_PERIODS = [1, 5, 10, 20, 30];
const PERIOD = 'is not a period: write "1m", "5m" or "1h", or seconds: 1, 5, 10, 20, 30 or a multiple of 60';

const secondsOf = (period: string | number): number => {
  if (typeof period === 'number') return period;
  const duration = parseDuration(period);
  return duration ? lengthOf(duration) / 1_000 : 0;
};

const Place = {
  region: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]+)+-\d+$/, 'is not a region: write one like "eu-west-1"')
    .optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is not an account: write its 12 digits in quotes')
    .optional(),
};

const metric = {
  namespace: z.string().min(1, 'is empty: write a namespace, like "AWS/ApplicationELB"'),
  metric_name: z.string().min(1, 'is empty: write a metric, like "RequestCount"'),
  dimensions: z.record(z.string(), z.string()).optional(),
  statistic: z
    .string()
    .regex(STATISTIC, 'is not a statistic: write one like "Sum", "SampleCount", "p95", "TC(:2)" or "PR(:2)"'),
  period: z
    .union([z.string(), z.number()], PERIOD)
    .refine((period) => {
      const seconds = secondsOf(period);
      return SHORT_PERIODS.includes(seconds) || (seconds > 0 && seconds % 60 === 0);
    }, PERIOD)
    .optional(),
};

/** One metric: `namespace`, `metric_name`, `statistic` and what else narrows it. */
export const MetricSpec = z.strictObject({ ...metric, ...Place });

/** Metric math over metrics that have an `id`. */
export const ExpressionSpec = z.strictObject({
  expression: z.string().min(1, 'is empty: write metric math, like "requests - errors"'),
  metrics: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'is not an id: begin with a lower-case letter, like "errors"'),
        ...metric,
        ...Place,
      }),
    )
    .min(1, 'is empty: name the metrics that the expression uses'),
  ...Place,
});
