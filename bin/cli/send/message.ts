import * as z from 'zod';
import { severityRank } from '../../../core/alert/alert';
import type { EpochMs } from '../../../core/time';
import { parseMessage } from '../../../formats/messages';
import type { TopicSeverity } from '../commands/send';
import { Problem } from '../io';

/** What SNS takes in one message. */
const MAX_BYTES = 256 * 1024;

const Envelope = z.object({ Type: z.literal('Notification'), Message: z.string(), TopicArn: z.string().optional() });

/** The message itself: the topic puts an envelope of its own around it. @throws {Problem} for what SNS would refuse */
export function messageOf(file: string, text: string): string {
  const message = unwrapped(text);
  if (message.trim() === '') throw new Problem(`${file}: is empty`);
  const bytes = Buffer.byteLength(message);
  if (bytes > MAX_BYTES) throw new Problem(`${file}: has ${bytes} bytes; SNS takes at most ${MAX_BYTES}`);
  return message;
}

function unwrapped(text: string): string {
  try {
    const envelope = Envelope.safeParse(JSON.parse(text));
    return envelope.success ? envelope.data.Message : text;
  } catch {
    return text;
  }
}

/** The topic for the worst alert in a message; what says nothing of itself is critical. */
export function severityOf(text: string, now: EpochMs): TopicSeverity {
  const severities = parseMessage(text, { now }).alerts.map(({ labels }) => labels.severity ?? 'critical');
  const [worst = 'critical'] = severities.sort((a, b) => severityRank(a) - severityRank(b));
  if (worst === 'warning' || worst === 'info') return worst;
  return 'critical';
}
