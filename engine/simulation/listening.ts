import type { Channel, Request } from '../../channels/channel';
import type { Notification } from '../../core/notification/notification';

/** What a request says, before a channel put it into its provider's words. */
export type Said = { readonly channel: string; readonly notification: Notification };

/** The production channels, with an ear on what they are asked to tell: it can be compared with what happened. */
export function listening(channels: readonly Channel[]): {
  readonly channels: readonly Channel[];
  readonly saidBy: (request: Request) => Said | null;
} {
  const said = new WeakMap<Request, Said>();
  const heard = channels.map(
    (channel): Channel => ({
      ...channel,
      request: (slot, config) => {
        const request = channel.request(slot, config);
        said.set(request, { channel: channel.name, notification: slot.notification });
        return request;
      },
    }),
  );
  return { channels: heard, saidBy: (request) => said.get(request) ?? null };
}
