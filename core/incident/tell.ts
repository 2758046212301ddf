import type { EpochMs } from '../time';
import type { Conversation } from './group';
import { isSubset, NOTHING_TOLD, type Told, union } from './told';

/** What a flush found the group to be. */
export type Situation = {
  readonly firing: ReadonlySet<string>;
  readonly ended: ReadonlySet<string>;
  readonly at: EpochMs;
};

export type Telling =
  | { readonly action: 'tell'; readonly reason: string }
  /** What is on its way need not be sent: nobody was told that it began. */
  | { readonly action: 'supersede'; readonly reason: string }
  /** Nobody wants to hear of the end: only forget that firing was told. */
  | { readonly action: 'forget'; readonly reason: string }
  | { readonly action: 'nothing' };

export type Rules = {
  readonly sendResolved: boolean;
  readonly repeatIntervalMs: number;
  /** Only the beginning, its repetition and the end are told. */
  readonly isQuiet?: boolean;
};

/** What a destination may believe to be firing: what was delivered, or may have been. */
export const believed = ({ done, unknown, before = [] }: Conversation): Told =>
  union([...(done ? [done.told] : []), ...unknown, ...before]);

/**
 * Is there something to tell this destination? Alertmanager's rule (notify/dedup_stage.go), with deliveries that are
 * still under way counted as told, and with those whose outcome nobody knows counted as believed.
 */
export function telling(
  conversation: Conversation,
  { firing, ended, at }: Situation,
  { sendResolved, repeatIntervalMs, isQuiet = false }: Rules,
): Telling {
  const { wanted, done } = conversation;
  const last = wanted ?? done;
  const told = last?.told ?? NOTHING_TOLD;
  if (firing.size === 0) return tellingOfTheEnd(conversation, sendResolved);
  const isFirst = told.firing.size === 0;
  if (!(isQuiet && !isFirst) && !isSubset(firing, certain(conversation))) {
    return { action: 'tell', reason: isFirst ? 'first notification' : 'new alerts added' };
  }
  if (sendResolved && !isQuiet && !isSubset(ended, surelyOver(conversation)))
    return { action: 'tell', reason: 'some alerts resolved' };
  // Strictly later, as upstream: a repeat that falls exactly on a flush waits for the next one.
  if (!wanted && last && last.at < at - repeatIntervalMs) return { action: 'tell', reason: 'repeat interval elapsed' };
  return NOTHING;
}

/** What a destination surely knows to be firing, or is about to: a revision of unknown outcome may have said otherwise. */
const certain = ({ wanted, done, unknown }: Conversation): ReadonlySet<string> => {
  const firing = [...((wanted ?? done)?.told.firing ?? [])];
  return wanted ? new Set(firing) : new Set(firing.filter((one) => unknown.every((told) => told.firing.has(one))));
};

/** What a destination surely knows to be over, or is about to: a revision of unknown outcome may have said that it fires. */
const surelyOver = ({ wanted, done, unknown }: Conversation): ReadonlySet<string> => {
  const resolved = [...((wanted ?? done)?.told.resolved ?? [])];
  return wanted ? new Set(resolved) : new Set(resolved.filter((one) => unknown.every((told) => !told.firing.has(one))));
};

const NOTHING: Telling = { action: 'nothing' };

function tellingOfTheEnd(conversation: Conversation, sendResolved: boolean): Telling {
  const { wanted } = conversation;
  const endIsOnItsWay = wanted !== null && wanted.told.firing.size === 0;
  if (endIsOnItsWay) return NOTHING;
  if (believed(conversation).firing.size > 0) {
    return { action: sendResolved ? 'tell' : 'forget', reason: 'all alerts resolved' };
  }
  return wanted ? { action: 'supersede', reason: 'over before anybody was told' } : NOTHING;
}
