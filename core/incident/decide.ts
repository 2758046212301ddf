import { isFiring } from '../alert/alert';
import { DAY_MS, type EpochMs } from '../time';
import { courseWakesAt, hasLostPage, onwards, opened, partOf, reopened, stopped } from './course';
import { type Conversation, type Group, type Header, muteText, NO_CONVERSATION, opensAt, tickFrom } from './group';
import { type Found, isWorse, look } from './situation';
import { heardOf } from './tell';
import { conversationOf, isOwedAnEnd, oneEach, tidings, type Want } from './wants';

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
 * Between them only an escalation policy acts: when a step is due, and when it gets worse.
 */
export function decide(group: Group, now: EpochMs): Decision {
  const { header } = group;
  if (header.wakeAt === null) return { type: 'wait', reason: 'nothing is due', wakeAt: null };
  if (now < header.wakeAt) return { type: 'wait', reason: 'not due', wakeAt: header.wakeAt };
  if (header.state !== 'idle') return decideOpen(group, header.tickAt ?? now, now);
  if (header.openAt !== null) {
    if (now < header.openAt) return { type: 'wait', reason: 'group_wait', wakeAt: header.openAt };
    return isTicking(header) ? decideOpen(group, header.openAt, now) : flush(group, now, now);
  }
  return decideClosed(group, now);
}

/** It was to open, but all of it was muted: so it looks again at each tick. */
const isTicking = ({ state, openAt, tickAt }: Header): boolean =>
  state === 'idle' && openAt !== null && openAt === tickAt;

function decideOpen(group: Group, tickAt: EpochMs, now: EpochMs): Decision {
  const { groupIntervalMs } = group.timing;
  // What wakes it between two ticks (a delivery that failed, a step that is due) brings nobody's news forward.
  const dueAt = tickFrom(tickAt, groupIntervalMs, group.header.wakeAt ?? tickAt);
  if (now < dueAt) return between(group, dueAt, now);
  const tick = tickAt + Math.floor((now - tickAt) / groupIntervalMs) * groupIntervalMs;
  return flush(group, tick, now);
}

/** Not the time for news, but perhaps for the policy. */
function between(group: Group, tickAt: EpochMs, now: EpochMs): Decision {
  const { header, duty, isStrict } = group;
  const waits: Decision = { type: 'wait', reason: 'group_interval', wakeAt: tickAt };
  if (!duty) return waits;
  const found = look(group, now, now);
  const isTold = header.state === 'triggered' || header.state === 'acknowledged';
  if (isTold && !isStrict && isWorse(found.severity, header.severity)) return flush(group, now, now);
  const dueAt = courseWakesAt(header);
  if (dueAt !== null && now < dueAt && !hasLostPage(group)) {
    return { ...waits, wakeAt: Math.min(dueAt, tickAt) };
  }
  // Nobody is woken for what is over or muted, though it is not told yet: the flush will see.
  if (found.firing.length === 0 || header.state === 'held' || header.state === 'muted') return waits;
  const course = onwards(group, found);
  if (!course) return waits;
  const next: Header = { ...header, ...course.change };
  const policyAt = courseWakesAt(next);
  const wakeAt = policyAt === null ? tickAt : Math.min(policyAt, tickAt);
  return { type: 'commit', reason: course.reason, next: { ...next, wakeAt }, wants: oneEach(course.wants) };
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
  const conversations = [...group.integrations, ...group.paged].map((one) => conversationOf(group, one));
  const settled = conversations.every(
    (one) => one.wanted === null && (heardOf(one).size === 0 || !isOwedAnEnd(group, one)),
  );
  if (settled) return { type: 'wait', reason: 'over', wakeAt: null };
  if (now > (header.closedAt ?? now) + CLOSING_MS)
    return { type: 'wait', reason: 'an end was told in vain', wakeAt: null };
  const tickAt = header.tickAt ?? now;
  if (now < tickAt) return { type: 'wait', reason: 'an end is on its way', wakeAt: tickAt };
  // All that ended was judged when it closed: what is owed is what somebody still believes.
  const found: Found = { at: now, firing: [], muted: [], ended: [], severity: null };
  const wants = tidings(group, found, { isWorse: false, repeats: false });
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
  const { header, timing } = group;
  const found = look(group, lookedAt(header, timing, tick), now);
  const tickAt = tick + timing.groupIntervalMs;
  if (found.firing.length === 0 && found.muted.length === 0) return close(group, found, tickAt);
  if (found.firing.length === 0) return mute(group, found, tickAt);
  if (header.state === 'held' && !isNews(group, found)) return hold(group, found, tickAt);
  return tell(group, found, tickAt);
}

/** Until when ends were seen by the look before this one. */
function lookedAt(header: Header, timing: Group['timing'], tick: EpochMs): EpochMs {
  const { state, tickAt, openAt, closedAt } = header;
  const ticked = (tickAt ?? tick) - timing.groupIntervalMs;
  if (state !== 'idle') return ticked;
  const since = (openAt ?? tick) - timing.groupWaitMs - 1;
  return Math.max(closedAt ?? 0, isTicking(header) ? Math.min(ticked, since) : since);
}

function close(group: Group, found: Found, tickAt: EpochMs): Decision {
  const { header } = group;
  const wants = tidings(group, found, { isWorse: false, repeats: false });
  // Looks again one interval later: until then everybody should have been told.
  const wakeAt = wants.length > 0 ? tickAt : null;
  const escalation = header.escalation && { ...header.escalation, reminders: [] };
  const over: Header = { ...header, state: 'idle', openedAt: null, openAt: null, tickAt, closedAt: found.at, wakeAt };
  const reason = header.state === 'idle' ? 'over within group_wait' : 'all alerts resolved';
  return { type: 'commit', reason, next: { ...over, escalation, held: null }, wants };
}

/** All that fires is muted: an open episode stops its clock; one that nobody heard of goes on waiting to open. */
function mute(group: Group, found: Found, tickAt: EpochMs): Decision {
  const { header } = group;
  const wants = tidings(group, found, { isWorse: false, repeats: false });
  const isOpen = header.state !== 'idle';
  const change = isOpen && header.state !== 'held' ? stopped(header) : partOf(header);
  const reason = mutedBecause(group, found);
  const isKnown = header.state === 'muted' || isTicking(header);
  if (isKnown && wants.length === 0 && found.ended.length === 0) return { type: 'wait', reason, wakeAt: tickAt };
  const next: Header = { ...header, ...change, openAt: isOpen ? null : tickAt, tickAt, wakeAt: tickAt };
  return { type: 'commit', reason, next, wants };
}

/** Resolved by hand, and nothing new: nobody is told again. */
function hold(group: Group, found: Found, tickAt: EpochMs): Decision {
  const next: Header = { ...group.header, tickAt };
  const wakeAt = nextWake(group, next, [], found);
  return { type: 'commit', reason: 'resolved by hand, and nothing new', next: { ...next, wakeAt }, wants: [] };
}

function tell(group: Group, found: Found, tickAt: EpochMs): Decision {
  const { header } = group;
  const { at } = found;
  const isFlap = header.state === 'idle' && isWithinFlap(group, found);
  const opens = (header.state === 'idle' && !isFlap) || header.state === 'held';
  const course = opens ? opened(group, found) : isFlap ? reopened(group, found) : onwards(group, found);
  const change = course?.change ?? { ...partOf(header), severity: header.severity ?? found.severity };
  const manner = {
    isWorse: !opens && isWorse(found.severity, header.severity),
    repeats: change.state === 'triggered',
  };
  const wants = oneEach([...(course?.wants ?? []), ...tidings(group, found, manner)]);
  const next: Header = {
    ...header,
    ...change,
    episode: header.episode + (opens ? 1 : 0),
    openedAt: opens || header.openedAt === null ? at : header.openedAt,
    openAt: null,
    tickAt,
    closedAt: null,
  };
  const reason = course?.reason ?? wants[0]?.reason ?? 'nothing new';
  return { type: 'commit', reason, next: { ...next, wakeAt: nextWake(group, next, wants, found) }, wants };
}

/** Something fires that did not when it was resolved by hand, or it has fired on for too long. */
function isNews(group: Group, found: Found): boolean {
  const { held } = group.header;
  if (!held || found.at >= held.until) return true;
  const conversations = [...group.integrations, ...group.paged].map((one) => conversationOf(group, one));
  const known = new Set(conversations.flatMap(({ wanted, done }) => [...((wanted ?? done)?.told.resolved ?? [])]));
  return found.firing.some(
    ({ fingerprint, startsAt }) => startsAt > held.since || (known.size > 0 && !known.has(fingerprint)),
  );
}

function isWithinFlap({ header, duty, flapWindowMs }: Group, { firing }: Found): boolean {
  if (!duty || header.closedAt === null || header.escalation === null) return false;
  const again = Math.min(...firing.map(({ arrivedAt }) => arrivedAt));
  return again - header.closedAt <= flapWindowMs;
}

/** So many reasons are named. */
const MOST_REASONS = 3;

function mutedBecause({ mutes }: Group, { muted }: Found): string {
  const all = new Set(muted.flatMap(({ fingerprint }) => (mutes.get(fingerprint) ?? []).map(muteText)));
  const more = all.size > MOST_REASONS ? [`${all.size - MOST_REASONS} more`] : [];
  return `all that fires is muted: ${[...[...all].sort().slice(0, MOST_REASONS), ...more].join(', ')}`;
}

/**
 * The first flush at which something can happen without a new report: an alert expires, a repeat is due, a mute may
 * have ended or begun; or before it, when the policy acts.
 */
export function nextWake(group: Group, next: Header, wants: readonly Want[], found: Found): EpochMs | null {
  const { groupIntervalMs, repeatIntervalMs } = group.timing;
  const tickAt = next.tickAt ?? found.at;
  const expiries = [...found.firing, ...found.muted].flatMap(({ endsAt }) => (endsAt === null ? [] : [endsAt]));
  const told = group.integrations.map(({ key }) => lastTold(group.conversations[key], wants, key, found.at));
  // Also where there is nobody to tell: an open group stays among those that a reload finds.
  if (told.length === 0) told.push(found.at);
  // One past: a repeat is due strictly after the interval.
  const repeats = told.map((at) => at + repeatIntervalMs + 1);
  const mayEnd = found.muted.length > 0 ? [tickAt] : [];
  const mayBegin = group.mayMuteAt !== null && found.firing.length > 0 ? [group.mayMuteAt] : [];
  const policyAt = courseWakesAt(next);
  const held = next.state === 'held' && policyAt !== null ? [policyAt] : [];
  const isOver = found.firing.length + found.muted.length === 0 ? [tickAt] : [];
  const instants = [...expiries, ...repeats, ...mayEnd, ...mayBegin, ...held, ...isOver];
  const flushAt = instants.length === 0 ? null : tickFrom(tickAt, groupIntervalMs, Math.min(...instants));
  if (policyAt === null || next.state === 'held') return flushAt;
  return flushAt === null ? policyAt : Math.min(policyAt, flushAt);
}

function lastTold(
  conversation: Conversation = NO_CONVERSATION,
  wants: readonly Want[],
  key: string,
  now: EpochMs,
): EpochMs {
  if (wants.some(({ integration }) => integration.key === key)) return now;
  return conversation.wanted?.at ?? conversation.done?.at ?? now;
}
