import type { Destination } from '../../../core/routing/route';
import type { EpochMs } from '../../../core/time';
import type { Configuration } from '../../configuration/configuration';
import type { Item } from '../../ports';
import type { Plan } from '../plan';
import type { Asked } from '../process';

/** A promise that was broken, by its number in docs/architecture.md (0: the engine failed), in words. */
export type Violation = { readonly invariant: number; readonly what: string };

/** The whole table at an instant. */
export type Snapshot = { readonly at: EpochMs; readonly items: readonly Item[] };

/** A delivery that somebody began, and how the incident stood then. */
export type ClaimSeen = {
  readonly pk: string;
  readonly sk: string;
  /** A policy asks a person, or the last resort. */
  readonly isPage: boolean;
  readonly state: string;
};

/** A world at its end: the faults stopped long ago, and all has had time to come right. */
export type Ended = {
  readonly plan: Plan;
  readonly start: EpochMs;
  /** The one that was deployed last. */
  readonly configuration: Configuration;
  /** All of them, in order. */
  readonly deployed: readonly Configuration[];
  /** The whole table. */
  readonly items: readonly Item[];
  /** A table a minute since the faults stopped. */
  readonly quiet: readonly Snapshot[];
  /** Every call to a provider, in order. */
  readonly asked: readonly Asked[];
  /** Transactions that gave a group a new version, by partition. */
  readonly commits: ReadonlyMap<string, number>;
  /** Every claim of a slot, in order. */
  readonly claims: readonly ClaimSeen[];
  /** What processes ended with, but for what the ports are made to throw. */
  readonly errors: readonly Error[];
  /** What reconciling raised, and when. */
  readonly raised: readonly { readonly at: EpochMs; readonly fingerprint: string }[];
  readonly now: EpochMs;
};

/** Finds where a world broke one promise. A new one is a file here and a line in the index. */
export type Invariant<Needs extends keyof Ended = keyof Ended> = (world: Pick<Ended, Needs>) => readonly Violation[];

/** An alert's item as the table has it. */
export type StoredAlert = {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs | null;
};

export const alertsIn = (items: readonly Item[]): readonly StoredAlert[] =>
  items.filter(({ sk }) => sk === 'A').map((item) => item as unknown as StoredAlert);

export const firesAt = ({ endsAt }: StoredAlert, now: EpochMs): boolean => endsAt === null || endsAt > now;

/** What fires in each group, by the route tree and by the alerts themselves, not by what a group has of them. */
export function expectedGroups(
  alerts: readonly StoredAlert[],
  now: EpochMs,
  destinationsOf: (alert: StoredAlert) => readonly Destination[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const alert of alerts.filter((one) => firesAt(one, now))) {
    for (const { group } of destinationsOf(alert))
      groups.set(group, [...(groups.get(group) ?? []), alert.fingerprint].sort());
  }
  return groups;
}
