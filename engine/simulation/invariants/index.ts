import { StoredItemError } from '../../stored';
import { noError } from './00-no-error';
import { reflected } from './01-reflected';
import { oneCommit } from './03-one-commit';
import { open } from './04-open';
import { settled } from './05-settled';
import { rising } from './06-rising';
import { believed } from './07-believed';
import { taken } from './08-taken';
import { once } from './09-once';
import { asked } from './11-asked';
import { reconciled } from './14-reconciled';
import { unreadable } from './15-unreadable';
import type { Ended, Invariant, Violation } from './invariant';

/** Every promise that a world is held to. */
const INVARIANTS: readonly Invariant[] = [
  noError,
  reflected,
  oneCommit,
  open,
  settled,
  rising,
  believed,
  taken,
  once,
  asked,
  reconciled,
  unreadable,
];

/** Holds what a quiet world must look like against what it does look like. */
export const violationsIn = (world: Ended): readonly Violation[] => INVARIANTS.flatMap((holds) => judged(holds, world));

function judged(holds: Invariant, world: Ended): readonly Violation[] {
  try {
    return holds(world);
  } catch (error) {
    // A table that cannot be read is no table that keeps promises.
    if (error instanceof StoredItemError) return [{ invariant: 0, what: error.message }];
    throw error;
  }
}
