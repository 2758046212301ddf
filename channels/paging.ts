import type { Kind, Notification } from '../core/notification/notification';

/** What asks for a person; the rest says that somebody is at it, or that it is over. */
const ASKING: ReadonlySet<Kind> = new Set(['firing', 'unacknowledged', 'escalated', 'reminder', 'failure', 'digest']);

/** Each message makes a phone ring, but for good news. */
export const rings = ({ kind, status }: Notification): boolean =>
  ASKING.has(kind) && (status === 'firing' || kind === 'failure');
