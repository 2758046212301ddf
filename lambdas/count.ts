import type { Metrics } from '@aws-lambda-powertools/metrics';

/** Counts something as a metric. Each name costs $0.30 a month: one or two per function. */
export type Counter = {
  readonly add: (name: string, count: number) => void;
  /** Writes what was counted as one log line in the embedded metric format; it never fails. */
  readonly publish: () => Promise<void>;
};

/** Writes counts of one invocation. */
export type Writer = (counts: ReadonlyMap<string, number>) => void;

/** Metrics are written when the work is done, so what writes them is loaded then: a page does not wait for it. */
export function newCounter(load: () => Promise<Writer> = powertools): Counter {
  const counts = new Map<string, number>();
  let loaded: Promise<Writer> | null = null;
  return {
    add: (name, count) => {
      counts.set(name, (counts.get(name) ?? 0) + count);
    },
    publish: async () => {
      if (counts.size === 0) return;
      loaded ??= load();
      const write = await loaded.catch(() => null); // without metrics is better than not at all
      write?.(counts);
      counts.clear();
    },
  };
}

/** Service and namespace come from POWERTOOLS_… variables. */
async function powertools(): Promise<Writer> {
  const { Metrics, MetricUnit } = await import('./lazy/metrics');
  const metrics: Metrics = new Metrics();
  return (counts) => {
    for (const [name, count] of counts) metrics.addMetric(name, MetricUnit.Count, count);
    metrics.publishStoredMetrics();
  };
}
