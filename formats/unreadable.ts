import type { Alert } from '../core/alert/alert';
import { fingerprint } from '../core/alert/fingerprint';
import { cut, oneLine, utf8Length } from '../core/notification/text';
import { DAY_MS, type EpochMs } from '../core/time';

/** How long it stays: nobody will ever say that it is over. */
const STAYS_MS = DAY_MS;
const MAX_RAW_BYTES = 16 * 1_024;
const MAX_QUOTE = 200;

/** A text that could not be read, as a critical alert that carries it: an alarm may hide in it. */
export function unreadable(text: string, at: EpochMs): Alert {
  const quoted = cut(oneLine(text.slice(0, 2 * MAX_QUOTE)), MAX_QUOTE);
  return {
    fingerprint: fingerprint('unreadable', text),
    labels: { alertname: 'Unreadable', severity: 'critical' },
    annotations: {
      summary: quoted === '' ? 'An empty message came in.' : `A message could not be read: ${quoted}`,
      raw: firstBytes(text, MAX_RAW_BYTES),
    },
    startsAt: at,
    endsAt: at + STAYS_MS,
    updatedAt: at,
    generatorUrl: null,
  };
}

/** As much of the text as fits, no character halved. */
function firstBytes(text: string, max: number): string {
  if (utf8Length(text) <= max) return text;
  const bytes = Buffer.from(text.slice(0, max)).subarray(0, max);
  // A cut inside a character leaves its first bytes behind, which decode to one replacement character.
  const isWhole = (bytes.at(-1) ?? 0) < 0x80;
  return isWhole ? bytes.toString('utf8') : bytes.toString('utf8').replace(/\ufffd$/, '');
}
