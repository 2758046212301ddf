import { decideCommand } from '../core/incident/command';
import { commit, VersionConflict } from './commit';
import type { Configuration } from './configuration/configuration';
import { actKey, FLUSH_FROM, FLUSH_TO, groupPartition } from './keys';
import { loadGroup } from './load';
import { LiveView } from './muting/live';
import { mutedMembers } from './muting/mutes';
import { withLive } from './muting/with-live';
import type { Act, Ports } from './ports';

/** Others who decide at the same moment are few. */
const MAX_TRIES = 8;

export type CommandReport = {
  /** `repeated`: this very command was carried out before. */
  readonly outcome: 'done' | 'refused' | 'repeated';
  readonly reason: string;
};

/**
 * Carries out what a person wants of a group's open episode, once however often it is sent.
 * @throws {VersionConflict} when others were first again and again
 */
export async function command(
  ports: Ports,
  configuration: Configuration,
  group: string,
  { type, ...act }: Act,
  live: LiveView = new LiveView(),
): Promise<CommandReport> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    if (await ports.store.get(actKey(group, act.id))) return { outcome: 'repeated', reason: 'done before' };
    const said = await live.read(ports.store);
    const items = await ports.store.query(groupPartition(group), FLUSH_FROM, FLUSH_TO);
    const found = loadGroup(items, configuration, group);
    if (!found) return { outcome: 'refused', reason: 'there is no such incident' };
    // Read after all that it decides on: what was decided before it has an earlier time.
    const now = ports.clock.now();
    const loaded = await withLive(ports.store, configuration, found, said, now);
    const decision = decideCommand(loaded.group, { type, by: act.by }, now);
    if (decision.type === 'refuse') return { outcome: 'refused', reason: decision.reason };
    try {
      await commit(ports, loaded, decision, mutedMembers(loaded.group, now), now, act);
      return { outcome: 'done', reason: decision.reason };
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
  throw new VersionConflict(`${group}: others were first ${MAX_TRIES} times`);
}
