import * as z from 'zod';
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

const HeaderItem = z.object({
  gen: z.number(),
  version: z.number().default(0),
  state: z.enum(['idle', 'triggered']).default('idle'),
  episode: z.number().default(0),
  openedAt: instant.nullish(),
  openAt: instant.nullish(),
  tickAt: instant.nullish(),
  closedAt: instant.nullish(),
  wakeAt: instant.nullish(),
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
  endsAt: instant.nullable(),
  endIsAssumed: z.literal(true).optional(),
  /** Names of the groups it is in, with spaces between. */
  groups: z.string(),
  /** Of those it was in before, and may not have left yet. */
  leaving: z.string().optional(),
});
export type AlertItem = z.infer<typeof AlertItem>;

const MemberItem = z.object({
  fingerprint: z.string(),
  labels,
  annotations: labels,
  startsAt: instant,
  endsAt: instant.nullable(),
  updatedAt: instant,
  arrivedAt: instant,
  generatorUrl: z.string().nullable(),
});

const SlotItem = z.object({
  v: z.number(),
  receiver: z.string(),
  /** Wanted and neither delivered, superseded nor given up. */
  pending: z.literal(true).optional(),
  wantedRev: z.number(),
  /** Names the told-item of the wanted revision. */
  wantedTold: z.string(),
  wantedAt: instant,
  kind: z.string(),
  payload: z.string().optional(),
  giveUpAt: instant,
  attempts: z.number(),
  doneRev: z.number().optional(),
  doneTold: z.string().optional(),
  doneAt: instant.optional(),
  ref: z.string().optional(),
  claimedRev: z.number().optional(),
  claimedTold: z.string().optional(),
  lease: z.string().optional(),
  /** The lease of an attempt that never came back, or null. */
  expired: z.string().nullish(),
  /** An attempt at the claimed revision ended without an answer. */
  unsure: z.boolean().optional(),
  leaseUntil: instant.optional(),
  unknown: z.array(z.string()).optional(),
  failedRev: z.number().optional(),
  failReason: z.string().optional(),
  wakeAt: instant.optional(),
});
export type SlotItem = z.infer<typeof SlotItem>;

const ToldItem = z.object({ firing: z.string(), resolved: z.string() });

function read<Shape extends z.ZodType>(shape: Shape, item: Item): z.infer<Shape> {
  const result = shape.safeParse(item);
  if (result.success) return result.data;
  throw new StoredItemError(`${item.pk} ${item.sk}: ${z.prettifyError(result.error)}`, { cause: result.error });
}

export const readHeader = (item: Item): HeaderItem => read(HeaderItem, item);
export const readAlert = (item: Item): AlertItem => read(AlertItem, item);
export const readSlot = (item: Item): SlotItem => read(SlotItem, item);
export const readMember = (item: Item): Member => read(MemberItem, item);

export function readTold(item: Item): Told {
  const { firing, resolved } = read(ToldItem, item);
  return { firing: unpack(firing), resolved: unpack(resolved) };
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
  };
}
