import type { Receiver } from '../routing/receiver';
import type { EpochMs } from '../time';
import { advance, begin, type Duty, escalationWakesAt, type Page, remind } from './escalate';

/** Who would be told, and when, if nobody answered; a page without a person goes to the last resort. */
export type Forecast = {
  readonly at: EpochMs;
  readonly channel: string;
  readonly to: string;
  readonly person: string | null;
  readonly step: number | null;
};

/**
 * Plays a policy to its end as if nobody ever answered.
 * @param lastResort who hears when nobody is left; null: nobody
 * @param openedAt when the incident opens: who is on call is asked when each step fires
 */
export function forecast(
  duty: Duty,
  lastResort: Receiver | null,
  severity: string,
  openedAt: EpochMs,
): readonly Forecast[] {
  const told: Forecast[] = [];
  const note = (pages: readonly Page[], at: EpochMs): void => {
    for (const { integration, person, step } of pages) {
      told.push({ at, channel: integration.channel, to: integration.to, person, step });
    }
  };
  let at = openedAt;
  let escalated = begin(duty, severity, at);
  note(escalated.pages, at);
  while (!escalated.isExhausted) {
    at = escalationWakesAt(escalated.next) ?? at;
    if (escalated.next.dueAt !== null && escalated.next.dueAt <= at) {
      escalated = advance(duty, escalated.next, severity, at);
      note(escalated.pages, at);
    } else {
      const { next, pages } = remind(duty, escalated.next, at);
      escalated = { ...escalated, next };
      note(pages, at);
    }
  }
  for (const { channel, to } of lastResort?.integrations ?? [])
    told.push({ at, channel, to, person: null, step: null });
  // What a person's rules plan for later goes on after the last step.
  for (const reminder of escalated.next.reminders) {
    note(remind(duty, { ...escalated.next, reminders: [reminder] }, reminder.at).pages, reminder.at);
  }
  return told;
}
