import type { MemoryStore } from '../../adapters/memory/store';
import type { Notification } from '../../core/notification/notification';
import type { Store } from '../ports';
import { reflected } from './invariants/01-reflected';
import { believed } from './invariants/07-believed';
import { alertsIn, type Violation } from './invariants/invariant';
import { type Plan, START } from './plan';
import type { Asked } from './process';
import type { Delivery } from './replay/result';
import { replay } from './replay/run';
import { readScenario } from './replay/scenario';

const NOWHERE = () => ({ shown: 'nowhere', files: [] });

/**
 * What a replay of a world's scenario shows of broken promises. It plays without chances: what takes a message that
 * overtakes another by milliseconds, or a crash, it does not show.
 * @param text the scenario, as `scenarioOf` wrote it
 */
export async function seenInReplay(
  plan: Plan,
  text: string,
  wrapStore: (store: Store) => Store = (store) => store,
): Promise<readonly Violation[]> {
  const scenario = readScenario('world.yml', text, NOWHERE);
  const tables: Store[] = [];
  const { result } = await replay(scenario, (table) => {
    tables.push(table);
    return wrapStore(table);
  });
  const items = tables.flatMap((table) => [...(table as MemoryStore).items()]);
  const reloads = scenario.events.flatMap(({ happening }) =>
    happening.type === 'reload' ? [happening.configuration] : [],
  );
  const deployed = [scenario.configuration, ...reloads];
  const configuration = deployed.at(-1) ?? scenario.configuration;
  const fingerprints = new Map(alertsIn(items).map(({ labels, fingerprint }) => [labels.alertname, fingerprint]));
  const told = ({ receiver, channel, config, incident, alerts, outcome, at }: Delivery): Asked[] =>
    deployed
      .flatMap(({ receivers }) => receivers[receiver]?.integrations ?? [])
      .filter((one) => one.channel === channel && one.index === config)
      .slice(-1)
      .map(({ key }) => ({
        at: START + at * 1_000,
        group: incident.replace(/-\d+$/, ''),
        slot: key,
        channel,
        notification: {
          alerts: alerts.map(({ labels, status }) => ({ fingerprint: fingerprints.get(labels.alertname), status })),
        } as unknown as Notification,
        taken: outcome === 'delivered',
        settled: outcome === 'delivered',
      }));
  const world = {
    plan,
    start: START,
    configuration,
    deployed,
    items,
    asked: result.deliveries.flatMap(told),
    now: scenario.until,
  };
  return [...reflected(world), ...believed(world)];
}
