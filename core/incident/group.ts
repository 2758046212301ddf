import type { Alert, Labels } from '../alert/alert';
import type { Duty, Escalation } from '../escalation/escalate';
import type { Integration, Receiver } from '../routing/receiver';
import type { Timing } from '../routing/route';
import type { EpochMs } from '../time';
import type { Told } from './told';

/** A group's own state; its members and conversations lie beside it. */
export type Header = {
  /** Rises with every commit; a revision of a conversation is the version that wanted it. */
  readonly version: number;
  /**
   * `idle`: no episode is open, though one may be about to be (`openAt`). `muted`: all that fires is kept from being
   * told. `held`: resolved by hand while it still fired.
   */
  readonly state: 'idle' | 'triggered' | 'acknowledged' | 'muted' | 'held';
  /** How many episodes this group has had. */
  readonly episode: number;
  readonly openedAt: EpochMs | null;
  /** When the group's first flush is due: its first alert's arrival plus group_wait. */
  readonly openAt: EpochMs | null;
  /** The next flush of an open group; further ones follow every group_interval. */
  readonly tickAt: EpochMs | null;
  /** When the last episode ended. */
  readonly closedAt: EpochMs | null;
  /** The worst that this episode was told with; null before the first flush. */
  readonly severity: string | null;
  /** Where the episode stands in its escalation policy; null: it has none, or did not begin. */
  readonly escalation: Escalation | null;
  /** Kept while muted, and after the end as long as a re-fire may reopen the episode. */
  readonly acknowledgement: Acknowledgement | null;
  /** Since when, and until when, a resolution by hand stands although it still fires. */
  readonly held: { readonly since: EpochMs; readonly until: EpochMs } | null;
  readonly wakeAt: EpochMs | null;
};

/** Who took an episode, the first first. */
export type Acknowledgement = {
  readonly by: readonly string[];
  readonly at: EpochMs;
  /** When it lapses; null: never. */
  readonly until: EpochMs | null;
};

/** Why an alert that fires is not told. `name`: a silence's id, an inhibition rule's place, a time interval. */
export type Mute = { readonly by: 'silence' | 'inhibition' | 'time'; readonly name: string };

/** `silence s1`, for people. */
export const muteText = ({ by, name }: Mute): string =>
  by === 'inhibition' ? `inhibition rule ${name}` : `${by} ${name}`;

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
  /** The last wanted revision was given up. */
  readonly isFailed: boolean;
};

export const NO_CONVERSATION: Conversation = { wanted: null, done: null, unknown: [], isFailed: false };

/** All that a flush decides on. */
export type Group = {
  readonly id: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly receiver: string;
  readonly integrations: readonly Integration[];
  /** People and last resorts that were paged before: they hear of changes and of the end. */
  readonly paged: readonly Integration[];
  /** The receiver's escalation policy and who can be asked; null: none. */
  readonly duty: Duty | null;
  /** Who hears when nobody is left to ask; null: nobody. */
  readonly lastResort: Receiver | null;
  /** A re-fire within this time reopens the episode without paging anybody again. */
  readonly flapWindowMs: number;
  /** Exactly as Alertmanager, where this system would differ. */
  readonly isStrict: boolean;
  readonly timing: Timing;
  readonly header: Header;
  readonly members: readonly Member[];
  /** What keeps a member from being told, by fingerprint; absent: nothing. */
  readonly mutes: ReadonlyMap<string, readonly Mute[]>;
  /** When something may mute a member that is not muted now, without anybody saying so to the group; null: never. */
  readonly mayMuteAt: EpochMs | null;
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
  severity: null,
  escalation: null,
  acknowledgement: null,
  held: null,
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
