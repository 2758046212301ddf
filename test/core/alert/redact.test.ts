import * as fc from 'fast-check';
import { redact } from '../../../core/alert/redact';

const RUN = 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1aBc4e';

test.each<[string, string, string]>([
  ['an AWS key id', 'with AKIAIOSFODNN7EXAMPLE.', 'with [redacted].'],
  ['a temporary one', 'ASIAIOSFODNN7EXAMPLE', '[redacted]'],
  ['an AWS secret', `aws_secret_access_key = ${RUN}/+`, 'aws_secret_access_key = [redacted]'],
  [
    'an AWS secret in JSON',
    `{"SecretAccessKey":"${RUN}","awsSecretAccessKey":"${RUN}"}`,
    '{"SecretAccessKey":"[redacted]","awsSecretAccessKey":"[redacted]"}',
  ],
  [
    'an AWS secret in JSON in JSON',
    `{\\"aws_secret_access_key\\": \\"${RUN}\\"}`,
    '{\\"aws_secret_access_key\\": \\"[redacted]\\"}',
  ],
  ['a bearer token', `Authorization: Bearer ${RUN}`, 'Authorization: Bearer [redacted]'],
  ['basic credentials', `authorization: Basic ${RUN}==`, 'authorization: Basic [redacted]'],
  ['a JWT', `jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.${RUN} end`, 'jwt [redacted] end'],
  ['a Slack token', 'xoxb-123456789012-abcdefghij', '[redacted]'],
  [
    'a Slack webhook',
    'https://hooks.slack.com/services/T000/B000/XXXXXXXX now',
    'https://hooks.slack.com/services/[redacted] now',
  ],
  [
    'a PagerDuty address',
    `https://events.pagerduty.com/integration/${RUN}/enqueue`,
    'https://events.pagerduty.com/integration/[redacted]/enqueue',
  ],
  ['a PagerDuty key', `"routing_key":"${RUN}"`, '"routing_key":"[redacted]"'],
  ['a GitHub token', `ghp_${RUN}`, '[redacted]'],
  ['a key of an API', `with sk-ant-${RUN}`, 'with [redacted]'],
  [
    'a password in an address',
    'postgres://ada:p%40ss@db.example.com/shop',
    'postgres://ada:[redacted]@db.example.com/shop',
  ],
  [
    'a password with an @ in an address',
    'mysql://ada:p@ss@db.example.com/shop',
    'mysql://ada:[redacted]@db.example.com/shop',
  ],
  [
    'a signed address',
    'https://s3.example.com/x?a=1&X-Amz-Signature=abc123&b=2',
    'https://s3.example.com/x?a=1&X-Amz-Signature=[redacted]&b=2',
  ],
  ['a password beside its name', 'DB_PASSWORD=swordfish next', 'DB_PASSWORD=[redacted] next'],
  ['a short password after a colon', 'password: hunter2.', 'password: [redacted]'],
  ['a password in a connection string', 'Uid=ada;Pwd=swordfish;', 'Uid=ada;Pwd=[redacted];'],
  ['a secret in JSON', '{"client_secret": "abc12345", "a": 1}', '{"client_secret": "[redacted]", "a": 1}'],
  ['a private key', 'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb', 'a\n[redacted]\nb'],
  [
    'two private keys',
    '-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----,-----BEGIN PRIVATE KEY-----y-----END PRIVATE KEY-----',
    '[redacted],[redacted]',
  ],
  ['a PGP key', '-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----.', '[redacted].'],
  ['a private key that is cut', 'a -----BEGIN PRIVATE KEY-----\nMIIE', 'a [redacted]'],
])('%s is taken out', (_what, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  ['Threshold Crossed: 1 out of the last 1 datapoints [12.0 (23/11/26 17:14:00)] was greater than the threshold (5.0)'],
  ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'],
  ['arn:aws:secretsmanager:us-east-1:123456789012:secret:db/shop-AbC123'],
  ['https://runbooks.example.com/database?page=2#cpu'],
  ['The token: expired. The password was wrong.'],
  ['basic troubleshooting, bearer of news'],
  ['key=value max_tokens=5'],
  ['2026-11-23T17:15:45.123Z i-0123456789abcdef0 50dc6c495c0c9188'],
])('%s is left as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test('what has been redacted stays so', () => {
  const parts = fc.constantFrom(
    'password=',
    'token: ',
    'eyJ',
    '.',
    RUN,
    'AKIAIOSFODNN7EXAMPLE',
    '://a:',
    '@',
    '"',
    '\\',
    ' ',
    '?sig=',
    '[redacted]',
  );
  const stable = fc.property(fc.array(parts, { maxLength: 12 }), (texts) => {
    const once = redact(texts.join(''));
    expect(redact(once)).toBe(once);
  });
  fc.assert(stable);
});

/** A backtracking engine would sit over one of these until the test is given up. */
test.each([
  ['://', 87_000],
  ['a', 262_144],
  ['eyJaaaaaaaa-', 21_000],
  ['-----BEGIN PRIVATE KEY----', 10_000],
  ['password', 32_000],
  ['password:', 29_000],
  ['://a:', 52_000],
  ['xoxb-', 52_000],
  ['authorization: basic ', 12_000],
  ['?key=', 52_000],
])('a text of %s over and over is read through', (part, times) => {
  const text = part.repeat(times);

  expect(redact(text).length).toBeLessThanOrEqual(2 * text.length);
});
