import { asRecord, type Loose, parseJson, textIn } from './loose';
import { openEnvelope } from './sns/envelope';

const MAX_BYTES = 8 * 1024;

/**
 * The heartbeat that a message on a topic reports: `{"heartbeat": "nightly-backup"}` and nothing else, with SNS's
 * envelope or without. Null: the message is something else.
 */
export function readHeartbeat(text: string): string | null {
  if (text.length > MAX_BYTES || !text.includes('heartbeat')) return null;
  const value = asRecord(parseJson(text));
  if (!value) return null;
  const direct = nameIn(value);
  if (direct !== null) return direct;
  const [only, ...others] = openEnvelope(value) ?? [];
  if (!only || others.length > 0 || typeof only.message !== 'string') return null;
  const inner = asRecord(parseJson(only.message));
  return inner && nameIn(inner);
}

const nameIn = (value: Loose): string | null =>
  Object.keys(value).join() === 'heartbeat' ? textIn(value, 'heartbeat').trim() || null : null;
