import { isFiring, severityRank } from '../alert/alert';
import type { EpochMs } from '../time';
import type { Group, Member } from './group';

/** What a look at a group finds its members to be. */
export type Found = {
  readonly at: EpochMs;
  /** Firing, and nothing keeps them from being told. */
  readonly firing: readonly Member[];
  /** Firing, but silenced, inhibited or outside of their times. */
  readonly muted: readonly Member[];
  /** Over, and we learned of it since the last look. */
  readonly ended: readonly Member[];
  /** The worst of what fires unmuted, as its source says it; null: none says. */
  readonly severity: string | null;
};

/** @param since when the last look was: what ended before was told then */
export function look({ members, mutes, isStrict }: Group, since: EpochMs, now: EpochMs): Found {
  const isMuted = ({ fingerprint }: Member): boolean => (mutes.get(fingerprint) ?? []).length > 0;
  const firing: Member[] = [];
  const muted: Member[] = [];
  const ended: Member[] = [];
  for (const member of members) {
    if (isFiring(member, now)) (isMuted(member) ? muted : firing).push(member);
    // Alertmanager leaves out an end that is muted; here whoever was told "firing" is told "resolved".
    else if (becameKnown(member) > since && !(isStrict && isMuted(member))) ended.push(member);
  }
  return { at: now, firing, muted, ended, severity: worstOf(firing) };
}

/** From when on an end could be told: when we heard of it, or when the alert expired. */
const becameKnown = ({ endsAt, arrivedAt }: Member): EpochMs => Math.max(endsAt ?? 0, arrivedAt);

function worstOf(members: readonly Member[]): string | null {
  let worst: string | null = null;
  for (const { labels } of members) {
    const { severity } = labels;
    if (severity && (worst === null || severityRank(severity) < severityRank(worst))) worst = severity;
  }
  return worst;
}

export const isWorse = (severity: string | null, than: string | null): boolean =>
  severityRank(severity ?? undefined) < severityRank(than ?? undefined);

/** The worse of two. */
export const worse = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null) return one ?? other;
  return isWorse(other, one) ? other : one;
};

export const fingerprints = (members: readonly Member[]): ReadonlySet<string> =>
  new Set(members.map(({ fingerprint }) => fingerprint));

export const oldestFirst = (a: Member, b: Member): number =>
  a.startsAt - b.startsAt || (a.fingerprint < b.fingerprint ? -1 : 1);
