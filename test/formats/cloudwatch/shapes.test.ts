import type { Labels } from '../../../core/alert/alert';
import { parseMessage } from '../../../formats/messages';
import { FIXTURES, fixtureText } from './fixture';

const CHANGED = Date.parse('2026-11-23T17:15:45.123Z');
const OURS = { account: '123456789012', region: 'us-east-1', source: 'cloudwatch', severity: 'critical' };
const LOCAL = { ...OURS, account: '000000000000' };

/** What every alarm of ours says about where it is. */
const places = (name: string, account = OURS.account, region = OURS.region) => ({
  console_url: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${name}`,
  alarm_arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
});

type Expected = {
  readonly labels: Labels;
  /** Without `reason`, which is the message's own text. */
  readonly annotations: Labels;
  readonly startsAt?: number;
  readonly endsAt?: number;
};

const SHAPES: Readonly<Record<string, Expected>> = {
  metric: {
    labels: {
      ...OURS,
      alertname: 'checkout-errors',
      namespace: 'Shop',
      metric_name: 'Errors',
      severity: 'critical',
      team: 'payments',
      aws_cdk_path: 'Shop/Checkout',
      service_name: 'checkout',
    },
    annotations: {
      ...places('checkout-errors'),
      summary: 'checkout-errors: Errors (Shop) was 12, above 5 for 1 minute',
      description: 'Shoppers cannot pay.',
      value: '12',
      threshold: '> 5',
      runbook_url: 'https://runbooks.example.com/checkout',
      dashboard_url: 'https://dash.example.com/d/shop',
    },
  },
  'metric-ok': {
    labels: {
      ...OURS,
      alertname: 'checkout-errors',
      namespace: 'Shop',
      metric_name: 'Errors',
      service_name: 'checkout',
    },
    annotations: {
      ...places('checkout-errors'),
      summary: 'checkout-errors is over: Errors (Shop) was 2, not above 5',
      value: '2',
      threshold: '<= 5',
    },
    startsAt: Date.parse('2026-11-23T17:25:45.200Z'),
    endsAt: Date.parse('2026-11-23T17:25:45.200Z'),
  },
  percentile: {
    labels: {
      ...OURS,
      severity: 'warning',
      alertname: 'db-latency',
      namespace: 'AWS/RDS',
      metric_name: 'ReadLatency',
      db_instance_identifier: 'shop-1',
    },
    annotations: {
      ...places('db-latency'),
      summary: 'db-latency: p90 ReadLatency (AWS/RDS) was 31.2 ms, above 20 ms for 2 of 3 minutes',
      description: 'Reads are slow.\nowner: data',
      value: '31.2 ms',
      threshold: '> 20 ms',
      runbook_url: 'https://runbooks.example.com/database',
    },
  },
  storage: {
    labels: {
      ...OURS,
      alertname: 'db-storage',
      namespace: 'AWS/RDS',
      metric_name: 'FreeStorageSpace',
      db_instance_identifier: 'shop-1',
    },
    annotations: {
      ...places('db-storage'),
      summary: 'db-storage: FreeStorageSpace (AWS/RDS) was 9 GiB, at most 10 GiB for 5 minutes',
      value: '9 GiB',
      threshold: '<= 10 GiB',
    },
  },
  silent: {
    labels: {
      ...OURS,
      alertname: 'heartbeat-of-web',
      namespace: 'Tocsin/App',
      metric_name: 'up',
      service: 'web',
      environment: 'prod',
    },
    annotations: {
      ...places('heartbeat-of-web'),
      summary: 'heartbeat-of-web: up (Tocsin/App) sends no data',
      threshold: '< 1',
    },
  },
  math: {
    labels: {
      ...OURS,
      alertname: 'checkout-error-rate',
      namespace: 'AWS/ApplicationELB',
      load_balancer: 'app/shop/50dc6c495c0c9188',
      target_group: 'targetgroup/web/73e2d6bc24d8a067',
    },
    annotations: {
      ...places('checkout-error-rate'),
      summary: 'checkout-error-rate: Failed checkouts (%) (AWS/ApplicationELB) was 5.2 %, above 1 % for 3 minutes',
      description: 'One in a hundred checkouts fails. Runbook: https://runbooks.example.com/checkout.',
      value: '5.2 %',
      threshold: '> 1 %',
      runbook_url: 'https://runbooks.example.com/checkout',
    },
  },
  anomaly: {
    labels: {
      ...OURS,
      alertname: 'cpu-unusual',
      namespace: 'AWS/EC2',
      metric_name: 'CPUUtilization',
      instance_id: 'i-0123456789abcdef0',
    },
    annotations: {
      ...places('cpu-unusual'),
      summary: 'cpu-unusual: CPUUtilization (AWS/EC2) was 93.4 %, outside the expected 12.3 % to 41.5 % for 5 minutes',
      value: '93.4 %',
      threshold: 'outside the expected 12.3 % to 41.5 %',
    },
  },
  composite: {
    labels: { ...OURS, alertname: 'shop-unhealthy' },
    annotations: {
      ...places('shop-unhealthy'),
      summary: 'shop-unhealthy: checkout-errors and db-latency are in alarm',
    },
  },
  contributor: {
    labels: {
      ...OURS,
      alertname: 'instances-busy',
      contributor: '6d442278dba8d3f5',
      instance_id: 'i-0123456789abcdef0',
    },
    annotations: {
      ...places('instances-busy'),
      summary: 'instances-busy: CPUUtilization of InstanceId=i-0123456789abcdef0 was 97.5 %, above 80 % for 5 minutes',
      value: '97.5 %',
      threshold: '> 80 %',
    },
  },
  log: {
    labels: { ...OURS, alertname: 'payment-refusals' },
    annotations: {
      ...places('payment-refusals'),
      summary: 'payment-refusals: the result of the log query was 37, above 20 for 5 minutes',
      value: '37',
      threshold: '> 20',
    },
  },
  promql: {
    labels: { ...OURS, alertname: 'queue-stuck', contributor: '9c1b7a0e55d2f310', queue: 'mail', pod: 'worker-2' },
    annotations: { ...places('queue-stuck'), summary: 'queue-stuck of queue=mail, pod=worker-2 is in alarm' },
  },
  old: {
    labels: {
      ...OURS,
      region: 'eu-west-1',
      alertname: 'old-alarm',
      namespace: 'ExampleNamespace',
      metric_name: 'DeliveryErrors',
    },
    annotations: {
      ...places('old-alarm', OURS.account, 'eu-west-1'),
      summary: 'old-alarm: DeliveryErrors (ExampleNamespace) was 10, at least 1 for 5 minutes',
      value: '10',
      threshold: '>= 1',
    },
    startsAt: Date.parse('2017-01-12T16:30:42.236Z'),
  },
  embedded: {
    labels: {
      ...LOCAL,
      alertname: 'checkout-errors',
      namespace: 'Shop',
      metric_name: 'Errors',
      function_name: 'checkout',
    },
    annotations: {
      ...places('checkout-errors', LOCAL.account),
      summary: 'checkout-errors: Errors (Shop) was 12, above 5 for 1 minute',
      description: 'Shoppers cannot pay.',
      value: '12',
      threshold: '> 5',
    },
    startsAt: Date.parse('2026-11-23T17:15:45Z'),
  },
  'embedded-composite': {
    labels: { ...LOCAL, alertname: 'shop-unhealthy' },
    annotations: {
      ...places('shop-unhealthy', LOCAL.account),
      summary: 'shop-unhealthy: checkout-errors transitioned to ALARM at Monday 23 November, 2026 17:15:45 UTC',
    },
    startsAt: Date.parse('2026-11-23T17:15:45Z'),
  },
  event: {
    labels: {
      ...OURS,
      alertname: 'server-cpu',
      namespace: 'AWS/EC2',
      metric_name: 'CPUUtilization',
      team: 'web',
      instance_id: 'i-0123456789abcdef0',
    },
    annotations: {
      ...places('server-cpu'),
      summary: 'server-cpu: CPUUtilization (AWS/EC2) was 99.5 %, above 50 %',
      description: 'The server is busy.',
      value: '99.5 %',
      threshold: '> 50 %',
    },
  },
  'event-contributor': {
    labels: {
      ...OURS,
      alertname: 'instances-busy',
      contributor: '6d442278dba8d3f5',
      instance_id: 'i-0123456789abcdef0',
    },
    annotations: {
      ...places('instances-busy'),
      summary: 'instances-busy: CPUUtilization of InstanceId=i-0123456789abcdef0 was 97.5 %, above 80 %',
      value: '97.5 %',
      threshold: '> 80 %',
    },
  },
  'event-composite-ok': {
    labels: { ...OURS, alertname: 'shop-unhealthy' },
    annotations: { ...places('shop-unhealthy'), summary: 'shop-unhealthy is over', description: 'The shop.' },
    startsAt: Date.parse('2026-11-23T16:56:40.987Z'),
    endsAt: CHANGED,
  },
};

test('every recorded shape is expected', () => {
  expect(Object.keys(SHAPES).sort()).toEqual([...FIXTURES].sort());
});

test.each(Object.entries(SHAPES))('%s', (name, { labels, annotations, startsAt = CHANGED, endsAt = null }) => {
  const text = fixtureText(name);

  const { alerts, ignored } = parseMessage(text, { now: 0 });

  const { reason, ...said } = alerts[0]?.annotations ?? {};
  const message = JSON.parse(text);
  expect(ignored).toEqual([]);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({ startsAt, endsAt, updatedAt: endsAt ?? startsAt });
  expect(alerts[0]?.labels).toEqual(labels);
  expect(said).toEqual(annotations);
  expect(reason).toBe(message.NewStateReason ?? message.detail?.state.reason);
  expect(alerts[0]?.generatorUrl).toBe(annotations.console_url);
});

test('an alarm is the same alert by SNS and by EventBridge, by its ARN and by its parts', () => {
  const identity = (name: string) => parseMessage(fixtureText(name), { now: 0 }).alerts[0]?.fingerprint;

  expect(identity('event-composite-ok')).toBe(identity('composite'));
  expect(identity('event-contributor')).toBe(identity('contributor'));
  expect(identity('metric-ok')).toBe(identity('metric'));
  expect(identity('embedded')).not.toBe(identity('metric'));
});
