import { DELIVERY_FAILED } from '../../../core/delivery/failure';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../../core/time';
import type { PlannedEvent } from '../events';
import { type Plan, START } from '../plan';
import { World } from '../world';
import type { Violation } from './invariant';

const AFTER_MS = 10 * MINUTE_MS;

/** Destinations of one group are told one after the other: without one of them the next hears a moment earlier. */
const MOMENT_MS = SECOND_MS;

type Heard = { readonly at: EpochMs; readonly what: string; readonly isOfOutage: boolean };

/**
 * 10: whoever is well hears the same, at the same time, whether others are out of order or not. Asks for worlds of its
 * own: the plan without faults, every call in the same time, once with its outages and once without.
 */
export async function undisturbed(plan: Plan): Promise<readonly Violation[]> {
  const outages = plan.events.filter((event) => event.kind === 'outage');
  if (outages.length === 0) return [];
  const others = plan.events.flatMap(settled);
  const ill = new Set(outages.map(({ receiver, channel, config }) => `${receiver} ${channel} ${config}`));
  const calm = await heard(plan, others, ill);
  const disturbed = await heard(plan, [...outages, ...others], ill);
  // Of the outage itself some hear, of course, and with it of all else in that group.
  const names = new Set(
    [...calm.keys(), ...disturbed.keys()].filter(
      (name) => ![...(disturbed.get(name) ?? [])].some(({ isOfOutage }) => isOfOutage),
    ),
  );
  return [...names].flatMap((name) => {
    const what = differing(calm.get(name) ?? [], disturbed.get(name) ?? []);
    return what === null ? [] : [{ invariant: 10, what: `an outage elsewhere changed what ${name} heard: ${what}` }];
  });
}

/**
 * Without what has a group looked at between its ticks: that shifts what falls into which message. Another
 * configuration has other destinations in the same places.
 */
function settled(event: PlannedEvent): readonly PlannedEvent[] {
  if (event.kind === 'outage' || event.kind === 'reload' || event.kind === 'act') return [];
  return [event.kind === 'alarm' ? { ...event, team: 'a' } : event];
}

/** Of what is not delivered a last resort hears, and a policy asks somebody else: then others do hear more. */
const withoutPeople = ({ oncall: _, receivers, ...routing }: Plan['routing']): Plan['routing'] => ({
  ...routing,
  receivers: receivers.map(({ escalation_configs: __, ...receiver }) => receiver),
});

function differing(one: readonly Heard[], other: readonly Heard[]): string | null {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [a, b] = [one[at], other[at]];
    if (a?.what !== b?.what || Math.abs((a?.at ?? 0) - (b?.at ?? 0)) > MOMENT_MS) return (a ?? b)?.what ?? null;
  }
  return null;
}

/** What destinations heard, group by group, that are well in both worlds. */
async function heard(
  plan: Plan,
  events: readonly PlannedEvent[],
  ill: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Heard[]>> {
  const world = new World({ seed: plan.seed, start: START, routing: withoutPeople(plan.routing), steady: true });
  world.schedule(events);
  await world.run(START + plan.faultsUntil + AFTER_MS);
  const all = new Map<string, Heard[]>();
  for (const { at, group, slot, channel, notification } of world.asked) {
    const { receiver, incident, reason, alerts } = notification;
    const index = world.configuration.receivers[receiver]?.integrations.find(({ key }) => key === slot)?.index;
    // Where pages are counted, one about the outage is one more.
    if (channel === 'pagerduty') continue;
    const isOfOutage = alerts.some(({ labels }) => labels.alertname === DELIVERY_FAILED);
    if (ill.has(`${receiver} ${channel} ${index}`)) continue;
    const told = alerts.map(({ fingerprint, status }) => `${fingerprint} ${status}`);
    const name = `${slot} of ${group}`;
    all.set(name, [...(all.get(name) ?? []), { at, what: `${incident} ${reason} ${told}`, isOfOutage }]);
  }
  return all;
}
