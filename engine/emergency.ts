import type { Channel } from '../channels/channel';
import type { Notification } from '../core/notification/notification';
import { MINUTE_MS } from '../core/time';
import { backoffMs } from './backoff';
import type { Configuration } from './configuration/configuration';
import type { NotifyReport } from './notify';
import { type Emergency, type Ports, TransportError } from './ports';

const MAX_TRIES = 10;
const RETRY = { firstMs: 2_000, factor: 2, jitter: 0.5, maxMs: MINUTE_MS };

/** Sends what came round the table; what fails comes again by the queue, a while later. */
export async function sendEmergency(
  { transport, queue, ids }: Pick<Ports, 'transport' | 'queue' | 'ids'>,
  { oncall: { lastResort }, receivers }: Configuration,
  channels: readonly Channel[],
  slot: string,
  emergency: Emergency,
): Promise<NotifyReport> {
  const { key, text, tries } = emergency;
  const integration = receivers[lastResort ?? '']?.integrations.find((one) => one.key === slot);
  const channel = channels.find(({ name }) => name === integration?.channel);
  const config = channel?.config.safeParse(integration?.settings);
  const attempt = tries + 1;
  if (!channel || !config?.success) {
    return { outcome: 'gone', reason: `the last resort has no ${slot}`, channel: null, attempt };
  }
  const notification = JSON.parse(text) as Notification;
  const report = { channel: channel.name, attempt };
  let outcome: NotifyReport['outcome'] = 'unknown';
  let reason = '';
  let pauseMs = backoffMs(RETRY, attempt, ids.random());
  try {
    const answered = channel.interpret(
      await transport.send(channel.request({ key, ref: null, notification }, config.data)),
    );
    if (answered.result === 'delivered') return { outcome: 'delivered', reason: notification.reason, ...report };
    outcome = answered.result === 'undeliverable' || attempt >= MAX_TRIES ? 'given up' : 'failed';
    reason = answered.reason;
    if (answered.result === 'failed') pauseMs = Math.max(pauseMs, answered.retryAfterMs ?? 0);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    reason = error.message;
    if (attempt >= MAX_TRIES) outcome = 'given up';
  }
  if (outcome !== 'given up') {
    const again = { ...emergency, tries: attempt };
    await queue.send({ queue: 'deliver', group: 'break-glass', slot, emergency: again }, pauseMs);
  }
  return { outcome, reason, ...report };
}
