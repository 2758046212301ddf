import type { Channel, Request } from '../../channels/channel';
import type { Notification } from '../../core/notification/notification';

/** What a request says, before a channel put it into its provider's words. */
export type Said = {
  readonly channel: string;
  readonly notification: Notification;
  /** It goes along with another request, which tells the same. */
  readonly isAside: boolean;
};

/** The production channels, with an ear on what they are asked to tell: it can be compared with what happened. */
export function listening(channels: readonly Channel[]): {
  readonly channels: readonly Channel[];
  readonly saidBy: (request: Request) => Said | null;
} {
  const said = new WeakMap<Request, Said>();
  const note = <Asked extends Request>(request: Asked, is: Said): Asked => {
    said.set(request, is);
    return request;
  };
  const heard = channels.map((channel): Channel => {
    const { name, aside } = channel;
    return {
      ...channel,
      request: (slot, config) =>
        note(channel.request(slot, config), { channel: name, notification: slot.notification, isAside: false }),
      ...(aside && {
        aside: (slot, config) => {
          const request = aside(slot, config);
          return request && note(request, { channel: name, notification: slot.notification, isAside: true });
        },
      }),
    };
  });
  return { channels: heard, saidBy: (request) => said.get(request) ?? null };
}
