import { fingerprint, labelsFingerprint } from '../../../core/alert/fingerprint';

const ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors';

test('an alert has 16 hex digits, the same ones each time', () => {
  expect(fingerprint(ARN, '')).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint(ARN, '')).toBe(fingerprint(ARN, ''));
});

test.each<[string, readonly string[]]>([
  ['another alarm', [`${ARN}-2`, '']],
  ['a contributor', [ARN, '6d442278dba8d3f5']],
  ['the same letters, divided otherwise', [ARN.slice(0, -1), 's']],
  ['one part less', [ARN]],
])('%s is another alert', (_what, identity) => {
  expect(fingerprint(...identity)).not.toBe(fingerprint(ARN, ''));
});

const shared = { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical', team: 'payments' };

// The first two were sent by Alertmanager 0.34; the offset basis of FNV-1a stands for no labels.
test.each<[string, Readonly<Record<string, string>>]>([
  ['a5b7de47bd95ab21', { ...shared, instance: 'i-1' }],
  ['3fdb5e85f5cd612c', { ...shared, instance: 'i-2' }],
  ['cbf29ce484222325', {}],
])('label sets get the fingerprint that Alertmanager gives them: %s', (expected, labels) => {
  expect(labelsFingerprint(labels)).toBe(expected);
});

test('an empty label is none, and the order of labels does not matter', () => {
  const labels = { instance: 'i-1', ...shared };
  expect(labelsFingerprint({ zone: '', ...labels })).toBe(labelsFingerprint(labels));
  expect(labelsFingerprint(labels)).toBe(labelsFingerprint({ ...shared, instance: 'i-1' }));
});

test('names sort by their bytes, as in Go, not by UTF-16 units', () => {
  // Computed beside this code, in Python; as UTF-16 the second name would come first.
  expect(labelsFingerprint({ '\uffee': '1', '\u{1f600}': '2' })).toBe('c9a083f59ba588d5');
});
