import { MemoryAlarms } from '../../../adapters/memory/alarms';
import type { EpochMs } from '../../../core/time';
import type { AlarmTransition } from '../../../formats/cloudwatch/alarm';
import { readMessage } from '../../../formats/cloudwatch/message';
import { asRecord, parseJson } from '../../../formats/loose';
import { readStateChange } from '../../../formats/messages';
import { openEnvelope } from '../../../formats/sns/envelope';

/**
 * CloudWatch as far as a scenario tells of it: each alarm is in the state that its last message or event said, with the
 * actions that a message named. One without actions has no topic: only EventBridge tells of it.
 */
export class HeardAlarms extends MemoryAlarms {
  readonly #actions = new Map<string, readonly string[]>();

  hear(body: string, now: EpochMs): void {
    for (const alarm of transitionsIn(body, now)) {
      const actions = alarm.actions.length > 0 ? alarm.actions : (this.#actions.get(alarm.arn) ?? []);
      this.#actions.set(alarm.arn, actions);
      const told = { ...alarm, actions, contributor: '', attributes: [] };
      this.put({ alarm: told, actionsEnabled: true, alarmActions: actions, suppressedBy: '' }, alarm.tags);
    }
  }
}

function transitionsIn(body: string, now: EpochMs): readonly AlarmTransition[] {
  const event = readStateChange(body, now);
  if (event) return [event];
  const json = asRecord(parseJson(body));
  if (!json) return [];
  const messages = openEnvelope(json)?.map(({ message }) => message) ?? [json];
  return messages.flatMap((message) => {
    const record = asRecord(typeof message === 'string' ? parseJson(message) : message);
    return (record && readMessage(record, { topicArn: '', at: now })) ?? [];
  });
}
