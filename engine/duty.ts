import type { Duty } from '../core/escalation/escalate';
import { onCall } from '../core/oncall/on-call';
import type { Override } from '../core/oncall/override';
import type { Configuration } from './configuration/configuration';

/** Who can be asked when a group of this receiver needs somebody; null: it has no escalation policy. */
export function dutyOf(
  { receivers, oncall }: Pick<Configuration, 'receivers' | 'oncall'>,
  receiver: string,
  overrides: readonly Override[],
): Duty | null {
  const [name] = receivers[receiver]?.policies ?? [];
  const policy = name === undefined ? undefined : oncall.policies[name];
  if (!policy) return null;
  return {
    policy,
    people: oncall.people,
    onCall: (schedule, at) => {
      const known = oncall.schedules[schedule];
      return known ? onCall(known, overrides, at).people : [];
    },
  };
}
