import { noError } from './00-no-error';
import { reflected } from './01-reflected';
import { oneCommit } from './03-one-commit';
import { settled } from './05-settled';
import { rising } from './06-rising';
import { believed } from './07-believed';
import { unreadable } from './15-unreadable';
import type { Ended, Invariant, Violation } from './invariant';

/** Every promise that a world is held to. */
const INVARIANTS: readonly Invariant[] = [noError, reflected, oneCommit, settled, rising, believed, unreadable];

/** Holds what a quiet world must look like against what it does look like. */
export const violationsIn = (world: Ended): readonly Violation[] => INVARIANTS.flatMap((holds) => holds(world));
