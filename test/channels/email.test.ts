import type { EmailRequest } from '../../channels/channel';
import { email } from '../../channels/email';
import { alert, notification, resolved } from './notifications';

const ENTRY = { to: 'ops@example.com, Ada <ada@example.com>', from: 'Tocsin <tocsin@example.com>' };

const mail = (entry: Record<string, unknown> = {}, said = notification(), key = 'k'): EmailRequest =>
  email.request({ key, ref: null, notification: said }, email.config.parse({ ...ENTRY, ...entry })) as EmailRequest;

test('goes from and to whom the entry says, the state first in the subject', () => {
  expect(mail()).toMatchObject({
    from: 'Tocsin <tocsin@example.com>',
    to: ['ops@example.com', 'Ada <ada@example.com>'],
    subject: '[CRITICAL] checkout-errors: More than 1 % of requests fail',
  });
  expect(mail({}, resolved()).subject).toBe('[RESOLVED] checkout-errors: More than 1 % of requests fail');
});

test('text and HTML say what, since when, how bad, how much, and where to read on', () => {
  const { text, html } = mail();
  const needed = [
    'More than 1 % of requests fail',
    '09:00 UTC (12 min)',
    'critical',
    'https://runbooks.example.com/checkout',
  ];
  for (const words of needed) {
    expect(text).toContain(words);
    expect(html).toContain(words);
  }
  expect(text).toContain('Value: 5.2 % > 1 %');
  expect(html).toContain('5.2 % &gt; 1 %');
});

test('mails of one conversation are one thread, of two they are two', () => {
  const [first, second, other] = [
    mail({}, notification(), 'a'),
    mail({}, resolved(), 'a'),
    mail({}, notification(), 'b'),
  ];
  expect(first.headers.References).toBe(second.headers.References);
  expect(first.headers['In-Reply-To']).toBe(first.headers.References);
  expect(other.headers.References).not.toBe(first.headers.References);
});

test('no line break of an alert reaches the subject', () => {
  const annotations = { summary: 'a\r\nBcc: eve@example.com' };
  expect(mail({}, notification({ alerts: [alert({ annotations })] })).subject).toBe(
    '[CRITICAL] checkout-errors: a Bcc: eve@example.com',
  );
});

test('the entry may set headers, a subject and bodies of its own', () => {
  const sent = mail({
    headers: { subject: 'Alarm!', 'X-Team': 'payments' },
    text: 'Look at the board.',
    html: '<p>Look</p>',
  });
  expect(sent).toMatchObject({ subject: 'Alarm!', text: 'Look at the board.', html: '<p>Look</p>' });
  expect(sent.headers).toMatchObject({ 'X-Team': 'payments' });
  expect(sent.headers).not.toHaveProperty('subject');
});

test('the page is told to be light or dark, and its words to be a table that can be read aloud', () => {
  const { html } = mail();
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  expect(html).toContain('prefers-color-scheme:dark');
  expect(html).toMatch(/<th scope="row"[^>]*>Severity<\/th>/);
  expect(html).toMatch(/<html lang="en">/);
});

test.each([
  [200, '0100018f-message-id', 'delivered'],
  [400, 'MessageRejected: Email address is not verified', 'undeliverable'],
  [400, 'LimitExceededException', 'failed'],
  [429, 'TooManyRequestsException', 'failed'],
])('%i %s is %s', (status, body, result) => {
  expect(email.interpret({ status, headers: {}, body }).result).toBe(result);
});
