import { type Consequence, consequenceOf, DELIVERY_FAILED } from '../../../core/delivery/failure';
import type { Notification } from '../../../core/notification/notification';
import { alert, notification, resolved } from '../../channels/notifications';

const failed = { receiver: 'team', channel: 'sms', destination: '+15550001111' };
const about = (...alerts: readonly (readonly [name: string, severity: string])[]): Notification =>
  notification({ alerts: alerts.map(([alertname, severity]) => alert({ labels: { alertname, severity } })) });

test.each<[string, Notification, typeof failed, string | null, Consequence]>([
  ['a critical page', notification(), failed, null, 'alert'],
  ['also where there is a last resort', notification(), failed, 'emergency', 'alert'],
  ['nothing critical', about(['disk', 'warning']), failed, 'emergency', 'nothing'],
  ['an end', resolved(), failed, 'emergency', 'nothing'],
  ['a webhook, as upstream', notification(), { ...failed, channel: 'webhook' }, null, 'nothing'],
  [
    'a webhook where somebody is to hear of everything',
    notification(),
    { ...failed, channel: 'webhook' },
    'emergency',
    'alert',
  ],
  ['the alert about a failure', about([DELIVERY_FAILED, 'critical']), failed, 'emergency', 'last resort'],
  ['the alert about a failure, and no last resort', about([DELIVERY_FAILED, 'critical']), failed, null, 'nothing'],
  [
    'the alert about a failure beside another',
    about([DELIVERY_FAILED, 'critical'], ['disk', 'critical']),
    failed,
    'emergency',
    'alert',
  ],
  ['the last resort itself', notification(), { ...failed, receiver: 'emergency' }, 'emergency', 'nothing'],
])('%s that is not delivered', (_, told, where, lastResort, expected) => {
  expect(consequenceOf(told, where, lastResort)).toBe(expected);
});
