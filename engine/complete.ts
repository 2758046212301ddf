import type { Alert } from '../core/alert/alert';
import { order } from '../core/alert/latest';

/** @see stampOfWhole */
export const isStampOfWhole = (stamp: string): boolean => /-z[0-9a-f]+$/.test(stamp);

/**
 * How a report sorts that CloudWatch was asked about. It has all tags and topics, which the alarm's own message may
 * lack: should that come late, at the same instant, it changes neither labels nor, with them, who is told.
 */
export const stampOfWhole = (alert: Alert): string => order(alert).replace(/-([^-]*)$/, '-z$1');
