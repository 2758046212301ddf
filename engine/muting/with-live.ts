import type { EpochMs } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import { dutyOf } from '../duty';
import type { Loaded } from '../load';
import { overridesIn } from '../override';
import type { Store } from '../ports';
import type { Live } from './live';
import { mutesOf } from './mutes';

/** A group with all that people have said: what mutes its members, and who is on call instead of whom. */
export async function withLive(
  store: Pick<Store, 'query'>,
  configuration: Configuration,
  found: Loaded,
  live: Live,
  now: EpochMs,
): Promise<Loaded> {
  const { mutes, mayMuteAt } = await mutesOf(store, configuration, live, found, now);
  const duty = dutyOf(configuration, found.group.receiver, overridesIn(live.items));
  return { ...found, group: { ...found.group, mutes, mayMuteAt, duty } };
}
