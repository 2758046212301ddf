import type { Labels } from '../alert/alert';
import { allOf, type Condition } from '../routing/matcher';
import { matcherIndex } from '../routing/matcher-index';
import type { EpochMs } from '../time';
import { isActive, isExpired, nextChange, type Silence } from './silence';

type Entry = {
  readonly silence: Silence;
  readonly holds: Condition;
  /** What was last found: it stands from one instant until another (null: for good). */
  known: { readonly from: EpochMs; readonly to: EpochMs | null; readonly isActive: boolean } | null;
};

/** Silences made ready to be asked many times. */
export type SilenceIndex = {
  readonly entries: readonly Entry[];
  /** Positions of those whose matchers may hold. */
  readonly candidates: (labels: Labels) => readonly number[];
};

/** Says nothing about any alert, so it mutes none: a slip must not silence everything. */
const saysNothing = ({ matchers, incident }: Silence): boolean => matchers.length === 0 && incident === null;

/** Builds the index: worth keeping for as long as the list of silences stays the same. */
export function silenceIndex(silences: readonly Silence[]): SilenceIndex {
  const meant = silences.filter((silence) => !saysNothing(silence));
  return {
    entries: meant.map((silence) => ({ silence, holds: allOf(silence.matchers), known: null })),
    candidates: matcherIndex(meant.map(({ matchers }) => matchers)),
  };
}

function holdsNow(entry: Entry, now: EpochMs): boolean {
  const { silence, known } = entry;
  if (silence.recurrence === null) return isActive(silence, now);
  // Cron takes tens of microseconds: asked once per window, not once per alert.
  if (known && now >= known.from && (known.to === null || now < known.to)) return known.isActive;
  const active = isActive(silence, now);
  entry.known = { from: now, to: nextChange(silence, now), isActive: active };
  return active;
}

/**
 * The silences that mute an alert at an instant, in the index's order.
 * @param incident what is being told about, as `group-episode`; null: only silences for any incident count
 * @returns their ids
 */
export function silencedBy(
  { entries, candidates }: SilenceIndex,
  labels: Labels,
  now: EpochMs,
  incident: string | null = null,
): readonly string[] {
  const ids: string[] = [];
  for (const position of candidates(labels)) {
    const entry = entries[position];
    if (!entry || isExpired(entry.silence, now)) continue;
    if (entry.silence.incident !== null && entry.silence.incident !== incident) continue;
    if (entry.holds(labels) && holdsNow(entry, now)) ids.push(entry.silence.id);
  }
  return ids;
}
