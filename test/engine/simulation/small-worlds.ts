import { MINUTE_MS, SECOND_MS } from '../../../core/time';
import type { AlarmEvent } from '../../../engine/simulation/events/alarm';
import { type Faults, NO_FAULTS } from '../../../engine/simulation/faults';
import type { Plan } from '../../../engine/simulation/plan';

/** Worlds of one alarm, one receiver and one webhook, which play in a few milliseconds. */
const ROUTING: Plan['routing'] = {
  route: { receiver: 'one', group_by: [], group_wait: '0s', group_interval: '10s', repeat_interval: '4h' },
  receivers: [{ name: 'one', webhook_configs: [{ url: 'http://one/0' }] }],
};

const alarm = (seconds: number, firing: boolean): AlarmEvent => ({
  kind: 'alarm',
  at: seconds * SECOND_MS,
  changedAt: seconds * SECOND_MS,
  alarm: 'alarm-0',
  firing,
  team: 'a',
  severity: 'critical',
});

/** It fires and is over while all kinds of things go wrong. */
export const fleeting =
  (faults: Partial<Faults>) =>
  (seed: number): Plan => ({
    seed,
    routing: ROUTING,
    events: [alarm(10, true), alarm(60, false)],
    faults: { ...NO_FAULTS, ...faults },
    faultsUntil: 2 * MINUTE_MS,
  });

/** Its end falls into a time in which the provider refuses for good. */
export const endsUnheard = (seed: number): Plan => ({
  seed,
  routing: ROUTING,
  events: [
    alarm(10, true),
    alarm(60, false),
    {
      kind: 'outage',
      at: 30 * SECOND_MS,
      until: 20 * MINUTE_MS,
      receiver: 'one',
      channel: 'webhook',
      config: 0,
      answer: { status: 404, retryAfterS: null },
    },
  ],
  faults: NO_FAULTS,
  faultsUntil: 20 * MINUTE_MS,
});

/** It goes on firing as another team's, and so in another group. */
export const moves =
  (faults: Partial<Faults>) =>
  (seed: number): Plan => ({
    seed,
    routing: { ...ROUTING, route: { ...ROUTING.route, group_by: ['team'] } },
    events: [alarm(10, true), { ...alarm(60, true), team: 'b' }],
    faults: { ...NO_FAULTS, ...faults },
    faultsUntil: 2 * MINUTE_MS,
  });

/** It fires and is over again and again, each time within a blink of the group's next look. */
export const flapping =
  (faults: Partial<Faults>) =>
  (seed: number): Plan => ({
    seed,
    routing: ROUTING,
    events: [10, 20, 30, 40, 50, 60].map((seconds, at) => alarm(seconds, at % 2 === 0)),
    faults: { ...NO_FAULTS, ...faults },
    faultsUntil: 2 * MINUTE_MS,
  });
