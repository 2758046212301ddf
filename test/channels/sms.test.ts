import * as fc from 'fast-check';
import { cutToParts, partsOf, toGsm7 } from '../../channels/gsm7';
import { sms, smsText } from '../../channels/sms';
import type { Notification } from '../../core/notification/notification';
import { alert, notification, resolved } from './notifications';

const with_ = (annotations: Record<string, string>, name = 'checkout-errors'): Notification =>
  notification({ alerts: [alert({ labels: { alertname: name, severity: 'critical' }, annotations })] });
const RUNBOOK = { runbook_url: 'https://r.example.com/x' };

test.each<[string, Notification, string]>([
  [
    'value and threshold before the sentence',
    notification(),
    'CRITICAL checkout-errors: 5.2 % > 1 %, More than 1 % of requests fail, since 09:00 UTC. https://runbooks.example.com/checkout',
  ],
  [
    'an alarm of CloudWatch: its name once, its figures once',
    with_({
      ...RUNBOOK,
      summary: 'checkout-errors: Errors (Shop) was 12, above 5 for 1 minute',
      value: '12',
      threshold: '> 5',
    }),
    'CRITICAL checkout-errors: Errors (Shop) was 12, above 5 for 1 minute, since 09:00 UTC. https://r.example.com/x',
  ],
  [
    'a whole sentence',
    with_({ summary: 'Requests fail.' }),
    'CRITICAL checkout-errors: Requests fail. Since 09:00 UTC.',
  ],
  [
    'no figures, no link',
    with_({ summary: 'Requests fail' }),
    'CRITICAL checkout-errors: Requests fail, since 09:00 UTC.',
  ],
  ['nothing but labels', with_({}), 'CRITICAL checkout-errors: Firing, since 09:00 UTC.'],
  [
    'several',
    { ...with_({ summary: 'Requests fail' }), firing: 3 },
    'CRITICAL checkout-errors (3 firing): Requests fail, since 09:00 UTC.',
  ],
  [
    'typographic signs',
    with_({ summary: '“Checkout” – 5 ≥ 3… café' }),
    'CRITICAL checkout-errors: "Checkout" - 5 >= 3... café, since 09:00 UTC.',
  ],
  ['over', resolved(), 'OK checkout-errors after 12 min'],
  [
    'acknowledged',
    { ...with_(RUNBOOK), kind: 'acknowledged', reason: 'acknowledged by Ada' },
    'ACKNOWLEDGED checkout-errors: acknowledged by Ada https://r.example.com/x',
  ],
])('%s', (_, said, text) => {
  expect(smsText(said, 2)).toBe(text);
});

test('a long sentence is cut, what comes after it is not', () => {
  const said = with_({ ...RUNBOOK, summary: 'Requests fail '.repeat(40) });
  const text = smsText(said, 2);
  expect(partsOf(text)).toBe(2);
  expect(text).toMatch(
    /^CRITICAL checkout-errors: Requests fail .*\.\.\. since 09:00 UTC\. https:\/\/r\.example\.com\/x$/,
  );
});

test('a link that leaves no room to say anything is left out whole', () => {
  const said = with_({ summary: 'Requests fail', runbook_url: `https://r.example.com/${'x'.repeat(150)}` });
  expect(smsText(said, 1)).toBe('CRITICAL checkout-errors: Requests fail, since 09:00 UTC.');
});

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  // An escape does not straddle: 76 euros take 152 septets of 153, the next goes over.
  ['€'.repeat(152), 2],
  ['€'.repeat(153), 3],
  ['ж'.repeat(70), 1],
  ['ж'.repeat(71), 2],
  ['ж'.repeat(134), 2],
  ['ж'.repeat(135), 3],
  ['😀'.repeat(35), 1],
  ['😀'.repeat(66), 2],
  ['😀'.repeat(67), 3],
])('%s takes %i parts', (text, parts) => {
  expect(partsOf(text)).toBe(parts);
});

test('cut texts are beginnings, fit, and are as long as they can be', () => {
  const anyText = fc.array(fc.constantFrom('a', '€', 'ж', '😀', '[', ' '), { maxLength: 400 });
  const holds = fc.property(anyText, fc.integer({ min: 1, max: 3 }), (characters, parts) => {
    const text = characters.join('');
    const cut = cutToParts(text, parts);
    expect(text.startsWith(cut)).toBe(true);
    expect(partsOf(cut)).toBeLessThanOrEqual(parts);
    expect(cut).not.toMatch(/[\ud800-\udbff]$/);
    const next = characters.slice(0, [...cut].length + 1).join('');
    expect(cut === text || partsOf(next) > parts).toBe(true);
  });
  fc.assert(holds);
});

test('transliteration changes nothing that the alphabet has', () => {
  const own = '@£$¥èéùìòÇØøÅåΔ_ÆæßÉ !"#%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€';
  expect(toGsm7(own)).toBe(own);
});

test('an entry with several numbers is as many destinations', () => {
  const config = sms.config.parse({ to: ['+15550001111', '+15550002222'], max_parts: 1 });
  const each = sms.each?.(config) ?? [];
  const sent = each.map((one) => sms.request({ key: 'k', ref: null, notification: notification() }, one));
  expect(sent).toMatchObject([{ to: '+15550001111' }, { to: '+15550002222' }]);
  expect(each.map(sms.identity)).toEqual(['+15550001111', '+15550002222']);
});

test.each([
  [200, 'b7a1-message-id', 'delivered'],
  [400, 'ThrottlingException: Rate exceeded', 'failed'],
  [429, '', 'failed'],
  [500, 'InternalErrorException', 'failed'],
  [400, '{"name":"InvalidParameterException","message":"+1555 is not valid"}', 'undeliverable'],
  [403, 'AuthorizationErrorException', 'undeliverable'],
  [403, 'ExpiredTokenException', 'failed'],
])('%i %s is %s', (status, body, result) => {
  expect(sms.interpret({ status, headers: {}, body }).result).toBe(result);
});

test('a team’s own message is taken as it stands', () => {
  const config = sms.config.parse({ phone_number: '+15550001111', message: 'Checkout is ill\nLook!' });
  expect(sms.request({ key: 'k', ref: null, notification: notification() }, config)).toMatchObject({
    text: 'Checkout is ill Look!',
  });
});
