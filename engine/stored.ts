import * as z from 'zod/mini';
import type { Alert } from '../core/alert/alert';
import { type Group, type Header, IDLE, type Member } from '../core/incident/group';
import { NOTHING_TOLD, type Told, unpack } from '../core/incident/told';
import { DAY_MS, type EpochMs, SECOND_MS } from '../core/time';
import type { Item } from './ports';

/** How long what is over is kept. */
export const KEEP_MS = 40 * DAY_MS;

/** DynamoDB's time to live: whole seconds since 1970. */
export const ttlAt = (instant: EpochMs): number => Math.ceil(instant / SECOND_MS);

/** What the table holds, read back: one schema per kind of item. */
export class StoredItemError extends Error {
  override readonly name = 'StoredItemError';
}

const instant = z.number();
const labels = z.record(z.string(), z.string());

const EscalationShape = z.object({
  step: z.number(),
  cycle: z.number(),
  dueAt: z.nullable(instant),
  reminders: z.array(
    z.object({ at: instant, person: z.string(), by: z.array(z.string()), step: z.number(), cycle: z.number() }),
  ),
  asked: z.array(z.object({ person: z.string(), key: z.string() })),
  spent: z.array(z.string()),
});

const HeaderItem = z.object({
  gen: z.number(),
  version: z._default(z.number(), 0),
  state: z._default(z.enum(['idle', 'triggered', 'acknowledged', 'muted', 'held']), 'idle'),
  episode: z._default(z.number(), 0),
  openedAt: z.nullish(instant),
  openAt: z.nullish(instant),
  tickAt: z.nullish(instant),
  closedAt: z.nullish(instant),
  wakeAt: z.nullish(instant),
  severity: z.nullish(z.string()),
  escalation: z.nullish(EscalationShape),
  acknowledgement: z.nullish(z.object({ by: z.array(z.string()), at: instant, until: z.nullable(instant) })),
  held: z.nullish(z.object({ since: instant, until: instant })),
  receiver: z.string(),
  path: z.string(),
  groupKey: z.string(),
  groupLabels: labels,
  timing: z.object({ groupWaitMs: z.number(), groupIntervalMs: z.number(), repeatIntervalMs: z.number() }),
});
export type HeaderItem = z.infer<typeof HeaderItem>;

const AlertItem = z.object({
  order: z.string(),
  startsAt: instant,
  endsAt: z.nullable(instant),
  endIsAssumed: z.optional(z.literal(true)),
  /** Names of the groups it is in, and of where it inhibits others, with spaces between. */
  groups: z.string(),
  /** Of those it was in before, and may not have left yet. */
  leaving: z.optional(z.string()),
  /** How often other routes or rules moved this report. */
  turn: z.optional(z.number()),
});
export type AlertItem = z.infer<typeof AlertItem>;

const WHOLE_ALERT = {
  fingerprint: z.string(),
  labels,
  annotations: labels,
  startsAt: instant,
  endsAt: z.nullable(instant),
  updatedAt: instant,
  generatorUrl: z.nullable(z.string()),
  partOf: z.optional(z.string()),
  repeats: z.optional(z.readonly(z.array(z.string()))),
  hasParts: z.optional(z.literal(true)),
};
const MemberItem = z.object({ ...WHOLE_ALERT, arrivedAt: instant });
/** An alert as its newest report described it. */
export const WholeAlert: z.ZodMiniType<Alert> = z.object(WHOLE_ALERT);

const SlotItem = z.object({
  v: z.number(),
  receiver: z.string(),
  /** Wanted and neither delivered, superseded, withheld for a digest nor given up. */
  pending: z.optional(z.literal(true)),
  wantedRev: z.number(),
  /** Names the told-item of the wanted revision. */
  wantedTold: z.string(),
  wantedAt: instant,
  kind: z.string(),
  payload: z.optional(z.string()),
  giveUpAt: instant,
  /** How often a page is tried at most. */
  tries: z.optional(z.number()),
  attempts: z.number(),
  doneRev: z.optional(z.number()),
  doneTold: z.optional(z.string()),
  doneAt: z.optional(instant),
  /** The provider has a message or an incident of this episode: what follows changes it. */
  isOpen: z.optional(z.boolean()),
  /** The last revision that was withheld and counted in a digest. */
  digestRev: z.optional(z.number()),
  /** Names what was told before something was withheld: it may still be believed. */
  believed: z.optional(z.array(z.string())),
  ref: z.optional(z.string()),
  claimedRev: z.optional(z.number()),
  claimedTold: z.optional(z.string()),
  lease: z.optional(z.string()),
  /** The lease of an attempt that never came back, or null. */
  expired: z.nullish(z.string()),
  /** An attempt at the claimed revision ended without an answer. */
  unsure: z.optional(z.boolean()),
  leaseUntil: z.optional(instant),
  unknown: z.optional(z.array(z.string())),
  failedRev: z.optional(z.number()),
  failReason: z.optional(z.string()),
  wakeAt: z.optional(instant),
});
export type SlotItem = z.infer<typeof SlotItem>;

const ToldItem = z.object({ firing: z.string(), resolved: z.string(), muted: z._default(z.string(), '') });

function read<Shape extends z.ZodMiniType>(shape: Shape, item: Item): z.infer<Shape> {
  const result = shape.safeParse(item);
  if (result.success) return result.data;
  throw new StoredItemError(`${item.pk} ${item.sk}: ${z.prettifyError(result.error)}`, { cause: result.error });
}

export const readHeader = (item: Item): HeaderItem => read(HeaderItem, item);
export const readAlert = (item: Item): AlertItem => read(AlertItem, item);
/** The alert as its newest report described it. */
export const readWholeAlert = (item: Item): Alert => read(WholeAlert, item);
export const readSlot = (item: Item): SlotItem => read(SlotItem, item);
export const readMember = (item: Item): Member => read(MemberItem, item);

export function readTold(item: Item): Told {
  const { firing, resolved, muted } = read(ToldItem, item);
  return { firing: unpack(firing), resolved: unpack(resolved), muted: unpack(muted) };
}

/** The group's own state out of its item. */
export const headerOf = (item: HeaderItem): Header => ({
  version: item.version,
  state: item.state,
  episode: item.episode,
  openedAt: item.openedAt ?? IDLE.openedAt,
  openAt: item.openAt ?? IDLE.openAt,
  tickAt: item.tickAt ?? IDLE.tickAt,
  closedAt: item.closedAt ?? IDLE.closedAt,
  severity: item.severity ?? IDLE.severity,
  escalation: item.escalation ?? IDLE.escalation,
  acknowledgement: item.acknowledgement ?? IDLE.acknowledgement,
  held: item.held ?? IDLE.held,
  wakeAt: item.wakeAt ?? IDLE.wakeAt,
});

/** What a slot says its destination knows. */
export function conversationOf(slot: SlotItem, told: ReadonlyMap<string, Told>): Group['conversations'][string] {
  const find = (name: string | undefined): Told => (name === undefined ? undefined : told.get(name)) ?? NOTHING_TOLD;
  const unknown = [...(slot.unknown ?? []), ...(slot.claimedTold === undefined ? [] : [slot.claimedTold])];
  return {
    wanted: slot.pending ? { told: find(slot.wantedTold), at: slot.wantedAt } : null,
    done: slot.doneAt === undefined ? null : { told: find(slot.doneTold), at: slot.doneAt },
    unknown: unknown.map(find),
    ...(slot.believed && { before: slot.believed.map(find) }),
    isFailed: slot.pending !== true && slot.failedRev === slot.wantedRev,
  };
}
