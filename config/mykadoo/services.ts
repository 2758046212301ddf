import { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { above, customMetric, defineServices, watch } from '../../lib';

export default defineServices({
  name: 'mykadoo',
  runbooks: 'https://github.com/mykadoo/tocsin/blob/main/runbooks',
  services: {
    search: {
      team: 'backend',
      dashboard: 'https://console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/search',
      watch: [
        watch(customMetric, {
          id: 'SlowAnswers',
          namespace: 'Tocsin/App',
          metricName: 'http_duration',
          dimensions: { service: 'search', environment: 'production' },
          statistic: 'p95',
          unit: Unit.MILLISECONDS,
          breach: above(2_000, { datapoints: 1, of: 1 }),
          severity: 'critical',
          runbook: 'high-latency',
          why: 'One search in twenty takes longer than two seconds: people leave before they see a gift.',
        }),
      ],
    },
  },
});
