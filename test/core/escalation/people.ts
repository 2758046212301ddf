import type { Duty } from '../../../core/escalation/escalate';
import type { Person, Policy, Rule, Step } from '../../../core/escalation/policy';
import type { Integration } from '../../../core/routing/receiver';

export const MINUTE = 60_000;

const contact = (person: string, channel: string): Integration => ({
  channel,
  index: 0,
  key: `${person}-${channel}`,
  to: `${person}'s ${channel}`,
  sendResolved: true,
  hears: { changes: channel === 'sms' ? 'worse' : 'all', acknowledgements: 'told' },
  settings: {},
});

/** Somebody with these contacts. */
export const person = (
  id: string,
  contacts: readonly string[],
  rules: Readonly<Record<string, readonly Rule[]>> = {},
): Person => ({
  id,
  name: id,
  timezone: 'UTC',
  contacts: Object.fromEntries(contacts.map((channel) => [channel, contact(id, channel)])),
  rules,
});

/** `primary` is a schedule, every other word a person; minutes until the next step. */
export const step = (minutes: number, ...targets: readonly string[]): Step => ({
  targets: targets.map((name) =>
    name === 'primary' ? { type: 'schedule', schedule: name } : { type: 'person', person: name },
  ),
  escalateAfterMs: minutes * MINUTE,
});

export const policy = (steps: readonly Step[], rest: Partial<Policy> = {}): Policy => ({
  name: 'primary',
  steps,
  repeat: 0,
  ackTimeoutMs: null,
  ...rest,
});

export const duty = (
  steps: readonly Step[],
  people: readonly Person[],
  { onCall = [], ...rest }: Partial<Policy> & { onCall?: readonly string[] } = {},
): Duty => ({
  policy: policy(steps, rest),
  people: Object.fromEntries(people.map((one) => [one.id, one])),
  onCall: () => onCall,
});
