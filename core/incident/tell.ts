import type { EpochMs } from '../time';
import type { Conversation } from './group';
import { isSubset, NOTHING_TOLD, type Told, union } from './told';

/** What a flush found the group to be. */
export type Situation = {
  /** But for what is muted. */
  readonly firing: ReadonlySet<string>;
  readonly muted: ReadonlySet<string>;
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
  /** Only what Alertmanager would say: nothing of ends that are muted. */
  readonly isStrict?: boolean;
};

/** What a destination may believe to be firing: what was delivered, or may have been. */
export const believed = ({ done, unknown, before = [] }: Conversation): Told =>
  union([...(done ? [done.told] : []), ...unknown, ...before]);

/** All that a destination may have heard of as firing, and of whose end it may not have heard. */
export function heardOf(conversation: Conversation): ReadonlySet<string> {
  const { firing, muted } = believed(conversation);
  return muted.size === 0 ? firing : new Set([...firing, ...muted]);
}

/**
 * Is there something to tell this destination? Alertmanager's rule (notify/dedup_stage.go), with deliveries that are
 * still under way counted as told, and with those whose outcome nobody knows counted as believed.
 */
export function telling(conversation: Conversation, situation: Situation, rules: Rules): Telling {
  const { firing, muted, ended, at } = situation;
  const { sendResolved, repeatIntervalMs, isQuiet = false } = rules;
  const { wanted, done } = conversation;
  const last = wanted ?? done;
  const told = last?.told ?? NOTHING_TOLD;
  if (firing.size === 0) return tellingOfTheEnd(conversation, situation, rules);
  const isFirst = told.firing.size === 0;
  if (!(isQuiet && !isFirst) && !isSubset(firing, certain(conversation))) {
    return { action: 'tell', reason: isFirst ? 'first notification' : 'new alerts added' };
  }
  if (sendResolved && !isQuiet && !isSubset(ended, surelyOver(conversation)))
    return { action: 'tell', reason: 'some alerts resolved' };
  // What is on its way speaks of what nobody is to hear of any more.
  if (wanted && [...muted].some((one) => wanted.told.firing.has(one)))
    return { action: 'tell', reason: 'some alerts muted' };
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

/** Nothing fires, or nothing that may be told. */
function tellingOfTheEnd(
  conversation: Conversation,
  { muted, ended }: Situation,
  { sendResolved, isStrict = false }: Rules,
): Telling {
  const { wanted } = conversation;
  const ending = wanted !== null && wanted.told.firing.size === 0 ? wanted.told : null;
  const heard = isStrict ? believed(conversation).firing : heardOf(conversation);
  const isUnsaid = !ending || [...ended].some((one) => heard.has(one) && !ending.resolved.has(one));
  // Alertmanager stops where all is muted; where anything ended, it says so and forgets what it told of the rest.
  const isOver = isStrict ? ended.size > 0 : muted.size === 0 || [...ended].some((one) => heard.has(one));
  if (heard.size > 0 && isOver && isUnsaid) {
    const reason = muted.size > 0 ? 'some alerts resolved' : 'all alerts resolved';
    return { action: sendResolved ? 'tell' : 'forget', reason };
  }
  if (!wanted || ending) return NOTHING;
  return { action: 'supersede', reason: muted.size > 0 ? 'muted before it was sent' : 'over before anybody was told' };
}
