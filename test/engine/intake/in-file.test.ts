import { postedFormat, readPostedFile } from '../../../engine/intake/in-file';
import { START, TEAM } from '../support';

const payload = { summary: 'Full', source: 'db', severity: 'critical' };

test.each<[string, unknown, string | null]>([
  ['an event of PagerDuty', { routing_key: 'k', event_action: 'trigger', payload }, 'pagerduty'],
  ['a webhook message', { version: '4', alerts: [{ labels: { a: 'b' } }] }, 'alertmanager'],
  ['a list for the API', [{ labels: { a: 'b' } }], 'alertmanager'],
  ['an alarm of CloudWatch', { AlarmName: 'a', NewStateValue: 'ALARM' }, null],
  ['a list of alarms', [{ AlarmName: 'a' }], null],
  ['an empty list', [], null],
  ['no JSON', '{', null],
])('%s is known by its look', (_, value, format) => {
  expect(postedFormat(typeof value === 'string' ? value : JSON.stringify(value))).toBe(format);
});

const read = (value: unknown) => readPostedFile(TEAM, JSON.stringify(value), START);

test('its alerts are those that ingest would make of it', () => {
  expect(read({ event_action: 'trigger', dedup_key: 'd', payload })?.alerts).toMatchObject([
    { labels: { alertname: 'Full', severity: 'critical', source: 'db' } },
  ]);
});

test.each<[string, unknown, string]>([
  ['a wrong event', { event_action: 'trigger', dedup_key: 'd' }, "refused: 'payload' is missing or blank"],
  ['a resolve', { event_action: 'resolve', dedup_key: 'd' }, 'goes where its trigger went'],
])('%s says why there is none', (_, value, reason) => {
  expect(read(value)).toEqual({ alerts: [], ignored: [{ reason }] });
});
