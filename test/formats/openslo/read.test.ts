import { readOpenSlo } from '../../../formats/openslo/read';
import { faultText } from '../../../formats/yaml/config-error';
import { RATIO, ROLLING, sloText, THRESHOLD } from './documents';

const faultsOf = (text: string): readonly string[] =>
  readOpenSlo([{ name: 'a.yml', text }]).flatMap(({ faults }) => faults.map(faultText));
const definedBy = (text: string): readonly string[] =>
  readOpenSlo([{ name: 'a.yml', text }]).flatMap(({ documents }) =>
    documents.map(({ kind, name }) => `${kind} ${name}`),
  );

const EVERY_KIND = `apiVersion: openslo/v1
kind: DataSource
metadata: { name: metrics, labels: { team: [a, b], tier: one }, annotations: { my.org/key: x } }
spec: { type: Prometheus, connectionDetails: { url: "http://prometheus" } }
---
apiVersion: openslo/v1
kind: Service
metadata: { name: shop, displayName: The shop }
spec: { description: sells }
---
apiVersion: openslo/v1
kind: SLI
metadata: { name: latency }
spec: { thresholdMetric: { metricSource: { metricSourceRef: metrics, spec: { query: latency } } } }
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: burn }
spec:
  alertWhenBreaching: true
  conditions: [ { conditionRef: fast } ]
  notificationTargets: [ { targetRef: pager }, { kind: AlertNotificationTarget, metadata: { name: mail }, spec: { target: email } } ]
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: { name: fast }
spec: { severity: page, condition: { kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m } }
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: { name: pager }
spec: { target: pagerduty }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: fast-shop }
spec:
  service: shop
  indicatorRef: latency
  timeWindow: [ { duration: 1M, calendar: { startTime: 2026-01-31 12:30:00, timeZone: America/New_York } } ]
  budgetingMethod: RatioTimeslices
  objectives: [ { target: 0.95, timeSliceWindow: 5m, op: lte, value: 2 } ]
  alertPolicies: [ { alertPolicyRef: burn } ]
`;

test('every kind of OpenSLO v1, several in a file, in the file’s order', () => {
  expect(faultsOf(EVERY_KIND)).toEqual([]);
  expect(definedBy(EVERY_KIND)).toEqual([
    'DataSource metrics',
    'Service shop',
    'SLI latency',
    'AlertPolicy burn',
    'AlertCondition fast',
    'AlertNotificationTarget pager',
    'SLO fast-shop',
  ]);
});

test.each([
  ['a ratio of bad events', { sli: RATIO.replace('good:', 'bad:') }],
  [
    'a raw ratio',
    { sli: '\n      ratioMetric: { counter: false, rawType: failure, raw: { metricSource: { spec: { query: x } } } }' },
  ],
  ['a threshold', { sli: THRESHOLD, objectives: ['{ target: 0.99, op: lt, value: 0.5 }'] }],
  ['a target in percent', { objectives: ['{ targetPercent: 99.95 }'] }],
  ['a target of nothing', { objectives: ['{ target: 0 }'] }],
  ['time slices', { method: 'Timeslices', objectives: ['{ target: 0.9, timeSliceTarget: 1, timeSliceWindow: 1m }'] }],
  ['a rolling window of a quarter', { window: '{ duration: 1Q, isRolling: true }' }],
  ['a minimum of events', { metadata: '{ name: a, annotations: { tocsin/minimum-events: "0" } }' }],
  ['someone else’s annotation', { metadata: '{ name: a, annotations: { other/minimum: "x" } }' }],
])('%s is right', (_, parts) => {
  expect(faultsOf(sloText(parts))).toEqual([]);
});

test('an indicator in each objective, with weights', () => {
  const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: all }
spec:
  service: shop
  timeWindow: [ ${ROLLING} ]
  budgetingMethod: Occurrences
  objectives:
    - { target: 0.9, indicatorRef: a, compositeWeight: 2 }
    - { target: 0.9, indicatorRef: b }`;

  expect(faultsOf(text)).toEqual([]);
  expect(faultsOf(text.replace('indicatorRef: b', 'displayName: b'))).toEqual([
    'a.yml:10: spec.objectives[1]: what is measured is missing: write "indicator" or "indicatorRef"',
  ]);
  expect(faultsOf(text.replace('service: shop', 'service: shop\n  indicatorRef: c'))).toEqual([
    'a.yml:6: spec.indicatorRef: stands here and in objectives: write it in one of the two places',
  ]);
});

test.each<[string, Parameters<typeof sloText>[0], string]>([
  [
    'a target of 100 %',
    { objectives: ['{ targetPercent: 100 }'] },
    'a.yml:15: spec.objectives[0].targetPercent: leaves no error budget: write less than 100, like 99.9',
  ],
  [
    'a target of 1',
    { objectives: ['{ target: 1 }'] },
    'a.yml:15: spec.objectives[0].target: leaves no error budget: write less than 1, like 0.999 for 99.9 %',
  ],
  [
    'two targets',
    { objectives: ['{ target: 0.9, targetPercent: 90 }'] },
    'a.yml:15: spec.objectives[0].targetPercent: stands beside "target": write only one of them',
  ],
  [
    'no target',
    { objectives: ['{ displayName: x }'] },
    'a.yml:15: spec.objectives[0]: the target is missing: write "target" or "targetPercent"',
  ],
  [
    'a comparison of a ratio',
    { objectives: ['{ target: 0.9, op: gt }'] },
    'a.yml:15: spec.objectives[0].op: has no meaning for a ratio, which "target" is compared with: leave it out',
  ],
  [
    'a threshold without a comparison',
    { sli: THRESHOLD, objectives: ['{ target: 0.9, op: lt }'] },
    'a.yml:13: spec.objectives[0].value: is missing: a threshold needs it, like "value: 2"',
  ],
  [
    'slices without a target',
    { method: 'Timeslices', objectives: ['{ target: 0.9, timeSliceWindow: 5m }'] },
    'a.yml:15: spec.objectives[0].timeSliceTarget: is missing: Timeslices needs it, like "timeSliceTarget: 0.95"',
  ],
  [
    'slices without a length',
    { method: 'RatioTimeslices', objectives: ['{ target: 0.9 }'] },
    'a.yml:15: spec.objectives[0].timeSliceWindow: is missing: RatioTimeslices needs it, like "timeSliceWindow: 5m"',
  ],
  [
    'good and bad at once',
    { sli: `${RATIO}\n        bad: { metricSource: { spec: { query: x } } }` },
    'a.yml:12: spec.indicator.spec.ratioMetric.bad: stands beside "good": write only one of them',
  ],
  [
    'no total',
    { sli: RATIO.replace(/\n\s+total:.*/, '') },
    'a.yml:9: spec.indicator.spec.ratioMetric.total: is missing: a ratio is "total" and "good" or "bad", or "raw" and "rawType"',
  ],
  [
    'a calendar for a rolling window',
    { window: '{ duration: 1M, isRolling: true, calendar: { startTime: 2026-01-01 00:00:00, timeZone: UTC } }' },
    'a.yml:12: spec.timeWindow[0].calendar: is not for a rolling window: write "isRolling: false"',
  ],
  [
    'a day that does not exist',
    { window: '{ duration: 1M, calendar: { startTime: 2026-02-30 00:00:00, timeZone: UTC } }' },
    'a.yml:12: spec.timeWindow[0].calendar.startTime: is not a time of a calendar: write "2026-01-01 00:00:00", without a zone',
  ],
  [
    'an unknown field',
    { more: '  budgettingMethod: Occurrences' },
    'a.yml:16: spec.budgettingMethod: unknown key: did you mean "budgetingMethod"?',
  ],
  [
    'two time windows',
    { window: `${ROLLING}, ${ROLLING}` },
    'a.yml:12: spec.timeWindow: OpenSLO v1 allows exactly one time window',
  ],
  [
    'an annotation of ours that is unknown',
    { metadata: '{ name: a, annotations: { tocsin/minimum-event: "1" } }' },
    'a.yml:3: metadata.annotations["tocsin/minimum-event"]: unknown annotation: did you mean "tocsin/minimum-events"?',
  ],
])('%s is told with its line and what would be right', (_, parts, fault) => {
  expect(faultsOf(sloText(parts))).toEqual([fault]);
});

test('a metric of CloudWatch is checked, any other source says what it likes', () => {
  const cloudWatch = RATIO.replaceAll('Prometheus', 'CloudWatch').replace(
    '{ query: good }',
    '{ namespace: A, metric_name: B, statistic: TC(:2), period: 1m }',
  );

  expect(faultsOf(sloText({ sli: cloudWatch }))).toEqual([
    'a.yml:11: spec.indicator.spec.ratioMetric.total.metricSource.spec.namespace: is missing: expected a text',
    'a.yml:11: spec.indicator.spec.ratioMetric.total.metricSource.spec.metric_name: is missing: expected a text',
    'a.yml:11: spec.indicator.spec.ratioMetric.total.metricSource.spec.statistic: is missing: expected a text',
    'a.yml:11: spec.indicator.spec.ratioMetric.total.metricSource.spec.query: unknown key: known here: namespace, metric_name, dimensions, statistic, period, region, account',
  ]);
});

test('an SLI of another file is known, one that was not given is no fault', () => {
  const slo = sloText({ objectives: ['{ target: 0.9, op: lt, value: 1 }'] }).replace(
    /indicator:[\s\S]*?timeWindow/,
    'indicatorRef: other\n  timeWindow',
  );
  const sli = `apiVersion: openslo/v1\nkind: SLI\nmetadata: { name: other }\nspec:${RATIO}`;
  const [alone] = readOpenSlo([{ name: 'slo.yml', text: slo }]);
  const [given] = readOpenSlo([
    { name: 'slo.yml', text: slo },
    { name: 'sli.yml', text: sli },
  ]);

  expect(alone?.faults).toEqual([]);
  expect(given?.faults.map(({ path }) => path)).toEqual(['spec.objectives[0].op', 'spec.objectives[0].value']);
});

test.each([
  ['', 'a.yml: holds no document: write at least one, beginning with "apiVersion: openslo/v1"'],
  ['kind: SLO', 'a.yml:1: apiVersion: is missing: write "apiVersion: openslo/v1"'],
  ['apiVersion: openslo/v2\nkind: SLO', 'a.yml:1: apiVersion: is not a version that is read here: write "openslo/v1"'],
  ['apiVersion: openslo/v1\nkind: Slo', 'a.yml:2: kind: is not a kind of document: did you mean "SLO"?'],
  ['just text', 'a.yml:1: is not a mapping: a document begins with "apiVersion: openslo/v1"'],
])('%j is no document', (text, fault) => {
  expect(faultsOf(text)).toEqual([fault]);
});

test('two documents of one kind and name', () => {
  expect(faultsOf(`${sloText()}\n---\n${sloText()}`)).toEqual([
    'a.yml:20: metadata.name: is the name of the SLO in line 3 too: give each its own',
  ]);
});
