import type { Request } from '../../../channels/channel';
import type { EpochMs } from '../../../core/time';
import type { Item } from '../../ports';
import type { History } from '../history';

/** What a provider took in. */
export type Received = { readonly at: EpochMs; readonly request: Request };

/** A promise that was broken, by its number in docs/architecture.md (0: the engine failed), in words. */
export type Violation = { readonly invariant: number; readonly what: string };

/** A world at its end: the faults stopped long ago, and all has had time to come right. */
export type Ended = {
  readonly history: History;
  /** The whole table. */
  readonly items: readonly Item[];
  readonly received: readonly Received[];
  /** Transactions that gave a group a new version, by partition. */
  readonly commits: ReadonlyMap<string, number>;
  /** What processes ended with, but for what the ports are made to throw. */
  readonly errors: readonly Error[];
  readonly now: EpochMs;
};

/** Finds where a world broke one promise. A new one is a file here and a line in the index. */
export type Invariant = (world: Ended) => readonly Violation[];
