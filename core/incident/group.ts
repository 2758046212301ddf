import type { Alert, Labels } from '../alert/alert';
import type { Integration } from '../routing/receiver';
import type { Timing } from '../routing/route';
import type { EpochMs } from '../time';
import type { Told } from './told';

/** A group's own state; its members and conversations lie beside it. */
export type Header = {
  /** Rises with every commit; a revision of a conversation is the version that wanted it. */
  readonly version: number;
  /** `idle`: no episode is open, though one may be about to be (`openAt`). */
  readonly state: 'idle' | 'triggered';
  /** How many episodes this group has had. */
  readonly episode: number;
  readonly openedAt: EpochMs | null;
  /** When the group's first flush is due: its first alert's arrival plus group_wait. */
  readonly openAt: EpochMs | null;
  /** The next flush of an open group; further ones follow every group_interval. */
  readonly tickAt: EpochMs | null;
  /** When the last episode ended. */
  readonly closedAt: EpochMs | null;
  readonly wakeAt: EpochMs | null;
};

/** An alert as a member of one group. */
export type Member = Alert & {
  /** When this report reached us. */
  readonly arrivedAt: EpochMs;
};

/** What one destination knows, and what is on its way there. */
export type Conversation = {
  /** Wanted and neither delivered nor given up. */
  readonly wanted: { readonly told: Told; readonly at: EpochMs } | null;
  /** The last revision that was delivered. */
  readonly done: { readonly told: Told; readonly at: EpochMs } | null;
  /** Revisions that were sent with an outcome nobody knows: they may have been read. */
  readonly unknown: readonly Told[];
  /** Told before the last revisions, which a digest only counted. */
  readonly before?: readonly Told[];
};

export const NO_CONVERSATION: Conversation = { wanted: null, done: null, unknown: [] };

/** All that a flush decides on. */
export type Group = {
  readonly id: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly receiver: string;
  readonly integrations: readonly Integration[];
  readonly timing: Timing;
  readonly header: Header;
  readonly members: readonly Member[];
  /** By integration key. */
  readonly conversations: Readonly<Record<string, Conversation>>;
};

export const IDLE: Header = {
  version: 0,
  state: 'idle',
  episode: 0,
  openedAt: null,
  openAt: null,
  tickAt: null,
  closedAt: null,
  wakeAt: null,
};

/** When a new group's first flush is due: after group_wait, or at once if its alert is older than that. */
export const opensAt = (
  { startsAt, arrivedAt }: Pick<Member, 'startsAt' | 'arrivedAt'>,
  groupWaitMs: number,
): EpochMs => (startsAt + groupWaitMs < arrivedAt ? arrivedAt : arrivedAt + groupWaitMs);

/**
 * When a group that flushes at `tickAt` and every interval after it flushes next.
 * @returns the first such instant that is not before `from`
 */
export function tickFrom(tickAt: EpochMs, intervalMs: number, from: EpochMs): EpochMs {
  return from <= tickAt ? tickAt : tickAt + Math.ceil((from - tickAt) / intervalMs) * intervalMs;
}
