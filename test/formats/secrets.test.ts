import type { Alert } from '../../core/alert/alert';
import { parseMessage } from '../../formats/messages';

const now = Date.parse('2026-11-23T18:00:00Z');
const KEY = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');

const alarm = (fields: object) =>
  JSON.stringify({
    AlarmName: 'checkout-errors',
    AWSAccountId: '123456789012',
    Region: 'US East (N. Virginia)',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    StateChangeTime: '2026-11-23T17:15:45.123+0000',
    ...fields,
  });

const only = (text: string): Alert => {
  const [alert, ...others] = parseMessage(text, { now }).alerts;
  if (!alert || others.length > 0) throw new Error('expected one alert');
  return alert;
};

test.each<[string, string]>([
  ['a description', alarm({ AlarmDescription: `Rotate ${KEY}.` })],
  ['a reason', alarm({ NewStateReason: `Refused for ${KEY}` })],
  ['a name', alarm({ AlarmName: `uses of ${KEY}` })],
  [
    'a dimension',
    alarm({ Trigger: { MetricName: 'Uses', Namespace: 'Keys', Dimensions: [{ name: 'Key', value: KEY }] } }),
  ],
  ['a tag', alarm({ AlarmTags: [{ key: 'note', value: `was ${KEY}` }] })],
  [
    'another service',
    JSON.stringify({ 'detail-type': 'Leak', source: 'aws.health', detail: { message: `Found ${KEY}` } }),
  ],
  ['what cannot be read', `help: ${KEY} is out`],
  ['a list that can be read in part', JSON.stringify([JSON.parse(alarm({})), { note: KEY }])],
  ['an envelope', JSON.stringify({ Type: 'Notification', Message: `${KEY} is out`, Subject: KEY })],
])('a secret in %s is not kept', (_where, text) => {
  const said = JSON.stringify(parseMessage(text, { now }));

  expect(said).not.toContain(KEY);
  expect(said).toContain('[redacted]');
});

test('two alarms are two, even where their names look like secrets and read the same', () => {
  const slow = only(alarm({ AlarmName: 'session-token:p95-too-slow' }));
  const slowest = only(alarm({ AlarmName: 'session-token:p99-too-slow' }));

  expect(slow.labels.alertname).toBe(slowest.labels.alertname);
  expect(slow.fingerprint).not.toBe(slowest.fingerprint);
});
