import { clip } from '../core/notification/clip';
import type { Notification } from '../core/notification/notification';
import { utf8Length } from '../core/notification/text';
import type { Template } from './channel';

const STEPS = 12;

/** Builds a body that takes at most `maxBytes`: with ever fewer alerts, the most important last to go. */
export function fitted<Body extends Template>(
  notification: Notification,
  maxBytes: number,
  build: (notification: Notification) => Body,
): Body {
  let room = maxBytes;
  let body = build(clip(notification, room));
  for (let step = 0; step < STEPS && utf8Length(JSON.stringify(body)) > maxBytes; step++) {
    room *= 0.75;
    body = build(clip(notification, room));
  }
  return body;
}
