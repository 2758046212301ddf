import type { EpochMs } from '../time';
import { type Course, givenBack, partOf, pushedOn } from './course';
import { type Decision, nextWake } from './decide';
import type { Group, Header } from './group';
import { type Found, look } from './situation';
import { announced, oneEach, resolvedByHand, type Want } from './wants';

/** What a person does to an incident. */
export type Command = {
  readonly type: 'acknowledge' | 'unacknowledge' | 'escalate' | 'resolve';
  readonly by: string;
};

/** `refuse`: nothing changes, and the person is told why. */
export type CommandDecision =
  | Extract<Decision, { type: 'commit' }>
  | { readonly type: 'refuse'; readonly reason: string };

const refuse = (reason: string): CommandDecision => ({ type: 'refuse', reason });

/** What a command changes, at once: it does not wait for a flush. */
export function decideCommand(group: Group, { type, by }: Command, now: EpochMs): CommandDecision {
  const { header } = group;
  if (header.state === 'idle') return refuse(header.openAt === null ? 'it is over' : 'nobody was told of it yet');
  if (header.state === 'held') return refuse('it was resolved by hand');
  const found = look(group, (header.tickAt ?? now) - group.timing.groupIntervalMs, now);
  switch (type) {
    case 'acknowledge':
      return acknowledge(group, found, by);
    case 'unacknowledge':
      return unacknowledge(group, found, by);
    case 'escalate':
      return escalate(group, found, by);
    case 'resolve':
      return resolve(group, found, by);
  }
}

function acknowledge(group: Group, found: Found, by: string): CommandDecision {
  const { header, duty } = group;
  const { acknowledgement } = header;
  if (acknowledgement?.by.includes(by)) return refuse(`${by} has it already`);
  const timeout = duty?.policy.ackTimeoutMs ?? null;
  const taken = {
    by: [...(acknowledgement?.by ?? []), by],
    at: acknowledgement?.at ?? found.at,
    until: timeout === null ? null : found.at + timeout,
  };
  const change = {
    ...partOf(header),
    // While it is muted nobody is paged anyway; whoever took it has it when it comes back.
    state: header.state === 'muted' ? header.state : ('acknowledged' as const),
    acknowledgement: taken,
    escalation: header.escalation && { ...header.escalation, dueAt: null, reminders: [], asked: [] },
  };
  const reason = `acknowledged by ${by}`;
  return changed(group, found, { reason, change, wants: announced(group, found, 'acknowledged', reason) });
}

function unacknowledge(group: Group, found: Found, by: string): CommandDecision {
  const { header } = group;
  if (!header.acknowledgement) return refuse('nobody has it');
  const reason = `given back by ${by}`;
  if (header.state !== 'muted' && found.firing.length > 0)
    return changed(group, found, givenBack(group, found, reason));
  const change = { ...partOf(header), acknowledgement: null };
  return changed(group, found, { reason, change, wants: announced(group, found, 'unacknowledged', reason) });
}

function escalate(group: Group, found: Found, by: string): CommandDecision {
  const { header } = group;
  if (header.state === 'muted' || found.firing.length === 0) return refuse('all that fires is muted or over');
  const course = pushedOn(group, found, `escalated by ${by}`);
  return course ? changed(group, found, course) : refuse('its receiver has no escalation policy');
}

function resolve(group: Group, found: Found, by: string): CommandDecision {
  const { header, timing } = group;
  const reason = `resolved by ${by}`;
  const held = { since: found.at, until: found.at + timing.repeatIntervalMs };
  const escalation = header.escalation && { ...header.escalation, dueAt: null, reminders: [], asked: [] };
  const change = { ...partOf(header), state: 'held' as const, escalation, held };
  return changed(group, found, { reason, change, wants: resolvedByHand(group, found, reason) });
}

function changed(group: Group, found: Found, { reason, change, wants }: Course): CommandDecision {
  const next: Header = { ...group.header, ...change };
  const all: readonly Want[] = oneEach(wants);
  const planned = nextWake(group, next, all, found);
  // A command does not look at what others are owed: the next flush does.
  const wakeAt = Math.min(planned ?? Number.POSITIVE_INFINITY, next.tickAt ?? found.at);
  return { type: 'commit', reason, next: { ...next, wakeAt }, wants: all };
}
