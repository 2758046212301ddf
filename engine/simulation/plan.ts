import { hash } from '../../core/hash';
import { type EpochMs, MINUTE_MS } from '../../core/time';
import { type PlannedEvent, planEvents } from './events';
import type { Offset } from './events/event';
import { type Faults, generateFaults } from './faults';
import { Random } from './random';
import { generateRouting, type Routing, withPeople } from './routing';

/** A world before it is played, all of it JSON: what is configured, what happens, what goes wrong. */
export type Plan = {
  /** Decides every chance while it is played. */
  readonly seed: number;
  readonly routing: Routing;
  readonly events: readonly PlannedEvent[];
  readonly faults: Faults;
  readonly faultsUntil: Offset;
};

export const START: EpochMs = Date.UTC(2026, 0, 5, 9);

/** Everything about a world follows from its seed. */
export function generatePlan(seed: number): Plan {
  const random = new Random(seed);
  // By chances of their own: who is asked does not change what happens.
  const people = new Random(Number.parseInt(hash(8, String(seed), 'people'), 16));
  const routing = withPeople(generateRouting(random), people);
  const span = random.between(2, 40) * MINUTE_MS;
  // What is lost at the last moment, nothing later brings back.
  const moments = [...Array.from({ length: random.between(0, 2) }, () => random.between(0, span)), span];
  const faultsUntil = span + random.between(0, 10) * MINUTE_MS;
  const events = planEvents(seed, { span, moments, faultsUntil, routing });
  return { seed, routing, events, faults: generateFaults(random), faultsUntil };
}
