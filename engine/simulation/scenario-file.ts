import { stringify } from 'yaml';
import { SECOND_MS } from '../../core/time';
import { kindOf } from './events';
import { isCalm } from './faults';
import type { Violation } from './invariants/invariant';
import { type Plan, START } from './plan';

/** What happens in a replay after the last event: as long as a world is given to come right. */
const REST_MS = 1_500 * SECOND_MS;

/**
 * A world as a scenario that `tocsin replay` runs, if it can be said without chances: faults have no words there, nor
 * have some events.
 * @returns YAML, or null where only `npm run simulate -- --world FILE` can play it
 */
export function scenarioOf(plan: Plan, violations: readonly Violation[]): string | null {
  if (!isCalm(plan.faults)) return null;
  const said = plan.events.map((event) => ({ at: event.at, says: kindOf(event).scenario(event, START) }));
  if (said.some(({ says }) => says === null)) return null;
  const events = said.sort((one, other) => one.at - other.at).map(({ at, says }) => ({ at: `${at}ms`, ...says }));
  const last = Math.max(plan.faultsUntil, ...said.map(({ at }) => at));
  const scenario = {
    name: `world ${plan.seed}`,
    start: new Date(START).toISOString().replace('.000', ''),
    until: `${last + REST_MS}ms`,
    config: configOf(plan.routing),
    events,
  };
  const broken = violations.map(({ invariant, what }) => `# Promise ${invariant} was broken: ${what}\n`);
  return `${broken.join('')}# Mend the engine, then write what must come out under "expect:".\n${stringify(scenario)}`;
}

const configOf = ({ oncall, ...routing }: Plan['routing']): object => ({ routing, ...(oncall && { oncall }) });
