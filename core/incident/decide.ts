import { isFiring } from '../alert/alert';
import type { Kind } from '../notification/notification';
import type { Integration } from '../routing/receiver';
import { DAY_MS, type EpochMs } from '../time';
import { type Conversation, type Group, type Header, type Member, NO_CONVERSATION, opensAt, tickFrom } from './group';
import { believed, type Situation, type Telling, telling } from './tell';
import type { Told } from './told';

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
    }
  | { readonly type: 'supersede'; readonly integration: Integration; readonly reason: string }
  | { readonly type: 'forget'; readonly integration: Integration; readonly reason: string };

/** `reason` is for people: timeline and replay print it. */
export type Decision =
  /** Nothing changes but, perhaps, when to look again. */
  | { readonly type: 'wait'; readonly reason: string; readonly wakeAt: EpochMs | null }
  | { readonly type: 'commit'; readonly reason: string; readonly next: Header; readonly wants: readonly Want[] };

/** An end that could not be told is tried again for this long. */
const CLOSING_MS = DAY_MS;

/**
 * What a wake finds a group to need. A wake is a hint, perhaps early, late or doubled: the columns decide.
 * Everything is judged at flushes, as in Alertmanager: group_wait after the first alert, then every group_interval.
 */
export function decide(group: Group, now: EpochMs): Decision {
  const { header } = group;
  if (header.wakeAt === null) return { type: 'wait', reason: 'nothing is due', wakeAt: null };
  if (now < header.wakeAt) return { type: 'wait', reason: 'not due', wakeAt: header.wakeAt };
  if (header.state === 'triggered') return decideOpen(group, header.tickAt ?? now, now);
  if (header.openAt !== null) {
    return now < header.openAt ? { type: 'wait', reason: 'group_wait', wakeAt: header.openAt } : flush(group, now, now);
  }
  return decideClosed(group, now);
}

function decideOpen(group: Group, tickAt: EpochMs, now: EpochMs): Decision {
  if (now < tickAt) return { type: 'wait', reason: 'group_interval', wakeAt: tickAt };
  const { groupIntervalMs } = group.timing;
  const tick = tickAt + Math.floor((now - tickAt) / groupIntervalMs) * groupIntervalMs;
  return flush(group, tick, now);
}

/** No episode is open: an alert may have come in unannounced, or an end may have remained untold. */
function decideClosed(group: Group, now: EpochMs): Decision {
  const { header, members, timing } = group;
  const firing = members.filter((member) => isFiring(member, now));
  if (firing.length > 0) {
    const openAt = Math.min(...firing.map((member) => opensAt(member, timing.groupWaitMs)));
    if (now >= openAt) return flush(group, now, now);
    return { type: 'commit', reason: 'group_wait', next: { ...header, openAt, wakeAt: openAt }, wants: [] };
  }
  const conversations = group.integrations.map(({ key }) => group.conversations[key] ?? NO_CONVERSATION);
  const settled = conversations.every((one) => one.wanted === null && believed(one).firing.size === 0);
  if (settled) return { type: 'wait', reason: 'over', wakeAt: null };
  if (now > (header.closedAt ?? now) + CLOSING_MS)
    return { type: 'wait', reason: 'an end was told in vain', wakeAt: null };
  const tickAt = header.tickAt ?? now;
  if (now < tickAt) return { type: 'wait', reason: 'an end is on its way', wakeAt: tickAt };
  const wants = wantsOf(group, { firing: [], ended: [], at: now });
  const again = tickFrom(tickAt, timing.groupIntervalMs, now + 1);
  return {
    type: 'commit',
    reason: 'an end was not told to everybody',
    next: { ...header, tickAt: again, wakeAt: again },
    wants,
  };
}

/** @param tick the instant this flush stands for; a late one keeps the rhythm */
function flush(group: Group, tick: EpochMs, now: EpochMs): Decision {
  const { header, members, timing } = group;
  const wasOpen = header.state === 'triggered';
  const firing = members.filter((member) => isFiring(member, now));
  const since = wasOpen
    ? (header.tickAt ?? tick) - timing.groupIntervalMs
    : Math.max(header.closedAt ?? 0, (header.openAt ?? tick) - timing.groupWaitMs - 1);
  const ended = members.filter((member) => !isFiring(member, now) && becameKnown(member) > since);
  const wants = wantsOf(group, { firing, ended, at: now });
  const tickAt = tick + timing.groupIntervalMs;
  if (firing.length === 0) {
    // Looks again one interval later: until then everybody should have been told.
    const wakeAt = wants.length > 0 ? tickAt : null;
    const next: Header = { ...header, state: 'idle', openedAt: null, openAt: null, tickAt, closedAt: now, wakeAt };
    return { type: 'commit', reason: wasOpen ? 'all alerts resolved' : 'over within group_wait', next, wants };
  }
  const next: Header = {
    ...header,
    state: 'triggered',
    episode: header.episode + (wasOpen ? 0 : 1),
    openedAt: wasOpen ? header.openedAt : now,
    openAt: null,
    tickAt,
    closedAt: null,
    wakeAt: nextWake(group, wants, firing, tickAt, now),
  };
  return { type: 'commit', reason: wasOpen ? (wants[0]?.reason ?? 'nothing new') : 'opened', next, wants };
}

/** From when on an end could be told: when we heard of it, or when the alert expired. */
const becameKnown = ({ endsAt, arrivedAt }: Member): EpochMs => Math.max(endsAt ?? 0, arrivedAt);

type Sorted = { readonly firing: readonly Member[]; readonly ended: readonly Member[]; readonly at: EpochMs };

function wantsOf(group: Group, { firing, ended, at }: Sorted): readonly Want[] {
  const ends = new Map(group.members.filter((member) => !isFiring(member, at)).map((m) => [m.fingerprint, m]));
  return group.integrations.flatMap((integration): Want[] => {
    const conversation = group.conversations[integration.key] ?? NO_CONVERSATION;
    // Whoever was told "firing" is told "resolved", however long ago the end was.
    const spokenOf = [...believed(conversation).firing, ...(conversation.wanted?.told.firing ?? [])];
    const owed = spokenOf.flatMap((fingerprint) => ends.get(fingerprint) ?? []);
    const over = [...new Map([...ended, ...owed].map((member) => [member.fingerprint, member])).values()];
    const situation: Situation = { firing: fingerprints(firing), ended: fingerprints(over), at };
    const what = telling(conversation, situation, {
      sendResolved: integration.sendResolved,
      repeatIntervalMs: group.timing.repeatIntervalMs,
    });
    return wanting(what, integration, firing, over);
  });
}

function wanting(what: Telling, integration: Integration, firing: readonly Member[], ended: readonly Member[]): Want[] {
  if (what.action === 'nothing') return [];
  const { reason } = what;
  if (what.action !== 'tell') return [{ type: what.action, integration, reason }];
  const kind: Kind = firing.length > 0 ? 'firing' : 'resolved';
  const told: Told = { firing: fingerprints(firing), resolved: fingerprints(ended) };
  const members = [...[...firing].sort(oldestFirst), ...(integration.sendResolved ? [...ended].sort(oldestFirst) : [])];
  return [{ type: 'tell', integration, kind, reason, told, members }];
}

const fingerprints = (members: readonly Member[]): ReadonlySet<string> => new Set(members.map((m) => m.fingerprint));

const oldestFirst = (a: Member, b: Member): number =>
  a.startsAt - b.startsAt || (a.fingerprint < b.fingerprint ? -1 : 1);

/** The first flush at which something can happen without a new report: an alert expires, or a repeat is due. */
function nextWake(
  group: Group,
  wants: readonly Want[],
  firing: readonly Member[],
  tickAt: EpochMs,
  now: EpochMs,
): EpochMs | null {
  const { groupIntervalMs, repeatIntervalMs } = group.timing;
  const expiries = firing.flatMap(({ endsAt }) => (endsAt === null ? [] : [endsAt]));
  const told = group.integrations.map(({ key }) => lastTold(group.conversations[key], wants, key, now));
  // One past: a repeat is due strictly after the interval.
  const repeats = told.map((at) => at + repeatIntervalMs + 1);
  const instants = [...expiries, ...repeats];
  return instants.length === 0 ? null : tickFrom(tickAt, groupIntervalMs, Math.min(...instants));
}

function lastTold(conversation: Conversation | undefined, wants: readonly Want[], key: string, now: EpochMs): EpochMs {
  if (wants.some(({ integration }) => integration.key === key)) return now;
  return conversation?.wanted?.at ?? conversation?.done?.at ?? now;
}
