import type { Json } from '../../core/json';
import type { Random } from './random';

/** `oncall.yml` as plain values. */
export type OncallEntry = Readonly<Record<string, Json>>;

/** Two people who are reached in their own ways, and a policy that asks them in turn. */
export function generateOncall(random: Random, lastResort: string | null): OncallEntry {
  const wait = () => random.pick(['30s', '1m', '5m']);
  const rules = {
    critical: [
      { after: '0m', by: ['sms'] },
      { after: random.pick(['40s', '3m']), by: ['email'] },
    ],
    default: [{ after: '0m', by: ['email'] }],
  };
  const steps = [
    { notify: [random.pick(['schedule:turns', 'person:ann'])], escalate_after: wait() },
    { notify: random.pick([['person:ben'], ['schedule:never'], ['person:ann', 'person:ben']]), escalate_after: wait() },
  ];
  return {
    people: {
      ann: { timezone: 'UTC', contacts: { sms: '+15550100001', email: 'ann@example.com' }, notify: rules },
      ben: { timezone: 'UTC', contacts: { sms: '+15550100002' } },
    },
    schedules: {
      turns: {
        timezone: 'UTC',
        layers: [{ name: 'hours', rotation: 'hourly', every: 1, handoff: '2026-01-05T09:10', people: ['ann', 'ben'] }],
      },
      never: {
        timezone: 'UTC',
        layers: [
          {
            name: 'nights',
            rotation: 'daily',
            every: 1,
            handoff: '2026-01-05T09:00',
            people: ['ben'],
            active: [{ from: '03:00', to: '04:00' }],
          },
        ],
      },
    },
    escalation_policies: {
      primary: {
        steps: steps.slice(0, random.pick([1, 2, 2])),
        repeat: random.pick([0, 1, 2]),
        ...(random.chance(0.4) && { ack_timeout: random.pick(['1m', '10m']) }),
      },
    },
    ...(lastResort !== null && random.chance(0.5) && { last_resort: { receiver: lastResort } }),
    ...(random.chance(0.5) && { flap_window: random.pick(['0s', '2m']) }),
  };
}
