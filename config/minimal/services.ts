import { atLeast, customMetric, defineServices, watch } from '../../lib';

export default defineServices({
  name: 'minimal',
  runbooks: 'https://github.com/acme/runbooks/blob/main',
  services: {
    api: {
      team: 'everybody',
      watch: [
        watch(customMetric, {
          id: 'Errors',
          namespace: 'Tocsin/App',
          metricName: 'http_errors',
          dimensions: { service: 'api', environment: 'production' },
          statistic: 'Sum',
          breach: atLeast(5, { datapoints: 2, of: 3 }),
          severity: 'critical',
          runbook: 'high-error-rate',
          why: 'The API fails for people who use it.',
        }),
      ],
    },
  },
});
