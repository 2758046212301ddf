/** Parts of OpenSLO documents that are right, for tests to change. */
export const RATIO = `
      ratioMetric:
        good: { metricSource: { type: Prometheus, spec: { query: good } } }
        total: { metricSource: { type: Prometheus, spec: { query: total } } }`;
export const THRESHOLD = `
      thresholdMetric: { metricSource: { type: Datadog, spec: { query: latency } } }`;
export const ROLLING = '{ duration: 30d, isRolling: true }';

type Parts = {
  readonly metadata?: string;
  readonly sli?: string;
  readonly window?: string;
  readonly method?: string;
  readonly objectives?: readonly string[];
  readonly more?: string;
};

/** An SLO document; each part can be replaced. */
export const sloText = ({
  metadata = '{ name: checkout }',
  sli = RATIO,
  window = ROLLING,
  method = 'Occurrences',
  objectives = ['{ target: 0.999 }'],
  more = '',
}: Parts = {}): string => `apiVersion: openslo/v1
kind: SLO
metadata: ${metadata}
spec:
  service: shop
  indicator:
    metadata: { name: checkout-sli }
    spec:${sli}
  timeWindow: [ ${window} ]
  budgetingMethod: ${method}
  objectives:
${objectives.map((one) => `    - ${one}`).join('\n')}
${more}`;
