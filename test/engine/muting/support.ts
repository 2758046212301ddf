import { type InhibitRule, ruleId } from '../../../core/inhibition/inhibit-rule';
import type { TimeInterval } from '../../../core/interval/time-interval';
import type { Matcher } from '../../../core/routing/matcher';
import type { Configuration } from '../../../engine/configuration/configuration';
import type { SilenceRequest } from '../../../engine/silence';
import { chatTo, configured, routeTo, START } from '../support';

export const is = (name: string, value: string): Matcher => ({ name, operator: '=', value });

/** While one is critical, what is a warning is muted. */
export function inhibiting(equal: readonly string[] = [], changes: Partial<InhibitRule> = {}): InhibitRule {
  const said = { sources: [is('severity', 'critical')], targets: [is('severity', 'warning')], equal, ...changes };
  return { name: '', ...said, id: ruleId(said) };
}

/** Each alert in a group of its own, told to `team`. */
export const apart = (changes: Partial<Configuration> = {}): Configuration => ({
  ...configured(routeTo('team', { groupBy: ['alertname'] }), { team: [chatTo('a')] }),
  ...changes,
});

/** Every day, in UTC, from one hour to another. */
export const daily = (name: string, from: number, to: number): TimeInterval => ({
  name,
  periods: [
    {
      times: [{ from: from * 60, to: to * 60 }],
      weekdays: null,
      daysOfMonth: null,
      months: null,
      years: null,
      location: null,
    },
  ],
});

let commands = 0;
export function request(matchers: readonly Matcher[], changes: Partial<SilenceRequest> = {}): SilenceRequest {
  commands += 1;
  return {
    commandId: `command-${commands}`,
    kind: 'silence',
    matchers,
    incident: null,
    startsAt: null,
    endsAt: START + 3_600_000,
    recurrence: null,
    createdBy: 'Ada',
    comment: 'known',
    source: 'test',
    isEverythingMeant: false,
    ...changes,
  };
}
