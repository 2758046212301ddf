import { isFiring } from '../alert/alert';
import type { Page } from '../escalation/escalate';
import type { Kind } from '../notification/notification';
import type { Integration } from '../routing/receiver';
import { type Conversation, type Group, type Member, NO_CONVERSATION } from './group';
import { type Found, fingerprints, oldestFirst } from './situation';
import { believed, heardOf, type Telling, telling } from './tell';
import type { Told } from './told';

/** Whom a page is for, and where in which policy; a last resort is nobody's in particular. */
export type Paged = {
  readonly person: string | null;
  readonly policy: string;
  readonly step: number | null;
};

/** A change to one conversation. */
export type Want =
  | {
      readonly type: 'tell';
      readonly integration: Integration;
      readonly kind: Kind;
      readonly reason: string;
      readonly told: Told;
      /** Firing first, each part oldest first; what `told` names. */
      readonly members: readonly Member[];
      readonly paged?: Paged;
      /** Whose destination it is, where it is not the group's receiver's. */
      readonly receiver?: string;
    }
  | { readonly type: 'supersede'; readonly integration: Integration; readonly reason: string }
  | { readonly type: 'forget'; readonly integration: Integration; readonly reason: string };

/** How an episode speaks at this moment. */
export type Manner = {
  /** It is worse than anything it was told with. */
  readonly isWorse: boolean;
  /** Are destinations reminded after repeat_interval? */
  readonly repeats: boolean;
};

/** What each destination is to learn of what fires and what is over. */
export const tidings = (group: Group, found: Found, manner: Manner): readonly Want[] => [
  ...group.integrations.flatMap((integration) => tidingsFor(group, integration, found, manner)),
  // Whoever was paged hears of changes and of the end, but is paged by nothing but the policy.
  ...group.paged.flatMap((integration) => {
    const conversation = conversationOf(group, integration);
    const knows = heardOf(conversation).size > 0;
    if (found.firing.length > 0 && (conversation.wanted !== null || !knows)) return [];
    return tidingsFor(group, integration, found, { ...manner, repeats: false });
  }),
];

export const conversationOf = ({ conversations }: Group, { key }: Pick<Integration, 'key'>): Conversation =>
  conversations[key] ?? NO_CONVERSATION;

function tidingsFor(group: Group, integration: Integration, found: Found, { isWorse, repeats }: Manner): Want[] {
  const conversation = conversationOf(group, integration);
  const over = overFor(group, conversation, found);
  const situation = {
    firing: fingerprints(found.firing),
    muted: fingerprints(found.muted),
    ended: fingerprints(over),
    at: found.at,
  };
  const what = telling(conversation, situation, {
    sendResolved: integration.sendResolved,
    repeatIntervalMs: repeats ? group.timing.repeatIntervalMs : Number.POSITIVE_INFINITY,
    isQuiet: integration.hears.changes === 'worse' && !isWorse,
    isStrict: group.isStrict,
  });
  return wanting(what, integration, found.firing, over, leftOut(group, conversation, found));
}

/** What is over and not told here; whoever was told "firing" is told "resolved", however long ago the end was. */
function overFor(group: Group, conversation: Conversation, { ended, at }: Found): readonly Member[] {
  const { members, mutes, isStrict } = group;
  const spokenOf = new Set([...heardOf(conversation), ...(conversation.wanted?.told.firing ?? [])]);
  if (spokenOf.size === 0 || !isOwedAnEnd(group, conversation)) return ended;
  const owed = members.filter(
    (member) =>
      spokenOf.has(member.fingerprint) && !isFiring(member, at) && !(isStrict && mutes.has(member.fingerprint)),
  );
  return [...new Map([...ended, ...owed].map((member) => [member.fingerprint, member])).values()];
}

/** Is what was not told at one flush told at a later one? Alertmanager tells an end once, if it is muted then never. */
export const isOwedAnEnd = ({ isStrict }: Group, conversation: Conversation): boolean =>
  !isStrict || conversation.isFailed || conversation.wanted !== null;

/** Told as firing before, and left out from now on. */
function leftOut({ isStrict }: Group, conversation: Conversation, { muted }: Found): ReadonlySet<string> {
  if (isStrict || muted.length === 0) return new Set();
  const heard = heardOf(conversation);
  return fingerprints(muted.filter(({ fingerprint }) => heard.has(fingerprint)));
}

/** What is on its way that something fires need not be sent any more. */
const unsent = ({ wanted }: Conversation, integration: Integration, reason: string): Want[] =>
  wanted !== null && wanted.told.firing.size > 0 ? [{ type: 'supersede', integration, reason }] : [];

function wanting(
  what: Telling,
  integration: Integration,
  firing: readonly Member[],
  ended: readonly Member[],
  muted: Told['muted'],
): Want[] {
  if (what.action === 'nothing') return [];
  const { reason } = what;
  if (what.action !== 'tell') return [{ type: what.action, integration, reason }];
  const kind: Kind = firing.length > 0 ? 'firing' : 'resolved';
  const told: Told = { firing: fingerprints(firing), resolved: fingerprints(ended), muted };
  const members = [...[...firing].sort(oldestFirst), ...(integration.sendResolved ? [...ended].sort(oldestFirst) : [])];
  return [{ type: 'tell', integration, kind, reason, told, members }];
}

/** Pages, each in the words of its step. */
export function pagesWanted(group: Group, found: Found, pages: readonly Page[], reason: string): readonly Want[] {
  const policy = group.duty?.policy.name ?? '';
  return pages.map(({ integration, kind, person, step }) => {
    const paged = { person, policy, step };
    return { ...firingTold(group, found, integration), kind, reason, paged };
  });
}

/** Nobody is left to ask: whoever the last resort is hears of it. */
export function lastResortWanted(group: Group, found: Found, reason: string): readonly Want[] {
  const paged = { person: null, policy: group.duty?.policy.name ?? '', step: null };
  const { integrations = [], name = '' } = group.lastResort ?? {};
  return integrations.map((integration) => ({
    ...firingTold(group, found, integration),
    kind: 'escalated' as const,
    reason,
    paged,
    receiver: name,
  }));
}

function firingTold(
  group: Group,
  found: Found,
  integration: Integration,
): Pick<Extract<Want, { type: 'tell' }>, 'type' | 'integration' | 'told' | 'members'> {
  const conversation = conversationOf(group, integration);
  const over = overFor(group, conversation, found);
  const muted = leftOut(group, conversation, found);
  const told: Told = { firing: fingerprints(found.firing), resolved: fingerprints(over), muted };
  return { type: 'tell', integration, told, members: [...found.firing].sort(oldestFirst) };
}

/** That somebody took it, or gave it back: whoever was told hears of it, and what was not sent need not be. */
export function announced(
  group: Group,
  found: Found,
  kind: 'acknowledged' | 'unacknowledged',
  reason: string,
): readonly Want[] {
  return everybody(group).flatMap((integration): Want[] => {
    const { hears } = integration;
    const conversation = conversationOf(group, integration);
    const knows = believed(conversation).firing;
    const isTold = knows.size > 0;
    const isMeant = hears.acknowledgements === 'always' ? isTold || conversation.wanted !== null : isTold;
    if (hears.acknowledgements === 'never') return [];
    if (!isMeant) return kind === 'acknowledged' ? unsent(conversation, integration, reason) : [];
    // Given back, it is paged again: a text message more would only say the same.
    if (kind === 'unacknowledged' && hears.changes === 'worse') return [];
    const over = overFor(group, conversation, found);
    const muted = found.muted.filter(({ fingerprint }) => knows.has(fingerprint));
    const firing = [...found.firing, ...muted].sort(oldestFirst);
    const told: Told = { firing: fingerprints(firing), resolved: fingerprints(over), muted: new Set() };
    const members = [...firing, ...(integration.sendResolved ? [...over].sort(oldestFirst) : [])];
    return [{ type: 'tell', integration, kind, reason, told, members }];
  });
}

/** That somebody declared it over, although it may go on firing. */
export function resolvedByHand(group: Group, found: Found, reason: string): readonly Want[] {
  // What nobody heard of is not resolved with the rest: it is news at the next flush.
  const heard = new Set(everybody(group).flatMap((one) => [...believed(conversationOf(group, one)).firing]));
  const isHeard = ({ fingerprint }: Member): boolean => heard.has(fingerprint);
  return everybody(group).flatMap((integration): Want[] => {
    const conversation = conversationOf(group, integration);
    if (believed(conversation).firing.size === 0) return unsent(conversation, integration, reason);
    if (!integration.sendResolved) return [{ type: 'forget', integration, reason }];
    const over = overFor(group, conversation, found);
    const members = [...[...found.firing, ...found.muted].filter(isHeard), ...over].sort(oldestFirst);
    const told: Told = { firing: new Set(), resolved: fingerprints(members), muted: new Set() };
    return [{ type: 'tell', integration, kind: 'resolved', reason, told, members }];
  });
}

const everybody = ({ integrations, paged }: Group): readonly Integration[] => [...integrations, ...paged];

/** One want for each conversation: the first counts, so pages come before changes. */
export function oneEach(wants: readonly Want[]): readonly Want[] {
  const first = new Map<string, Want>();
  for (const want of wants) if (!first.has(want.integration.key)) first.set(want.integration.key, want);
  return [...first.values()];
}
