import type { Received, ReceiverName } from '../../../local/receivers/received';
import { measured, said } from '../../../local/scenario/words';

const got = (body: Received['body']): Received => ({ at: '2026-01-01T00:00:00.000Z', path: null, headers: {}, body });

test.each<[ReceiverName, Received['body'], string]>([
  ['sms', { to: '+15550100004', text: 'CRITICAL\nslow' }, 'SMS to +1 555 010 0004: CRITICAL slow'],
  ['slack', { channel: '#incidents', text: '4 &gt; 2' }, 'Slack, #incidents: 4 > 2'],
  ['slack', { channel: 'C1', ts: '1.1', text: 'over' }, 'Slack, message edited: over'],
  ['pagerduty', { event_action: 'trigger', payload: { summary: 'slow' } }, 'PagerDuty, triggered: slow'],
  ['pagerduty', { event_action: 'resolve' }, 'PagerDuty, resolved'],
  ['email', { to: 'a@b.example', subject: 'slow', text: '', html: '' }, 'e-mail to a@b.example: slow'],
  ['webhook', { status: 'firing', alerts: [{}] }, 'webhook: firing, 1 alert'],
  ['webhook', 'something else', 'webhook'],
])('%s %j is told as "%s"', (name, body, line) => {
  expect(said(name, got(body))).toBe(line);
});

test('a long text is cut', () => {
  expect(said('sms', got({ to: '+1', text: 'x'.repeat(500) })).length).toBeLessThan(120);
});

test('a measurement says its unit and the limit', () => {
  const alarm = {
    name: 'search-SlowAnswers',
    namespace: 'App',
    metricName: 'http_duration',
    dimensions: [],
    unit: 'Milliseconds',
    threshold: 2_000,
    bad: 4_200,
    good: 400,
  } as const;
  expect(measured({ ...alarm, dimensions: [] }, 4_200)).toBe('http_duration 4,200 ms (limit 2,000 ms)');
});
