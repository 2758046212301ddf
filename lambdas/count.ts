import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts something as a metric. Each name costs $0.30 a month: one or two per function. */
export type Counter = {
  readonly add: (name: string, count: number) => void;
  /** Writes what was counted as one log line in the embedded metric format. */
  readonly publish: () => void;
};

/** Service and namespace come from POWERTOOLS_… variables. */
export function newCounter(): Counter {
  const metrics = new Metrics();
  return {
    add: (name, count) => {
      metrics.addMetric(name, MetricUnit.Count, count);
    },
    publish: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
