/** A message that was put aside. */
export type DeadLetter = { readonly receipt: string; readonly body: string; readonly fairGroup: string | undefined };

/** A queue's dead letters, and the queue that they came from. */
export type DeadLetters = {
  /** Some of them, hidden from others for a while; none when there are no more. */
  readonly take: () => Promise<readonly DeadLetter[]>;
  /** @returns those that the queue took back */
  readonly giveBack: (letters: readonly DeadLetter[]) => Promise<readonly DeadLetter[]>;
  readonly forget: (letters: readonly DeadLetter[]) => Promise<void>;
};

export type Moved = { readonly moved: number; readonly refused: number };

/** Looks that find nothing before it is believed: a queue answers from a few of its servers at a time. */
const EMPTY_LOOKS = 5;

/**
 * Gives dead letters back to their queue. What is given back is forgotten only then: who is interrupted in between
 * gives a message twice, which does no harm here, and loses none.
 * @param atMost those that were there at the beginning: what fails again and comes back is not moved in a circle
 */
export async function moveAll(letters: DeadLetters, atMost: number, progress: (moved: number) => void): Promise<Moved> {
  let [moved, refused, empty] = [0, 0, 0];
  while (moved + refused < atMost && empty < EMPTY_LOOKS) {
    const taken = await letters.take();
    empty = taken.length === 0 ? empty + 1 : 0;
    if (taken.length === 0) continue;
    const given = await letters.giveBack(taken);
    if (given.length > 0) await letters.forget(given);
    moved += given.length;
    refused += taken.length - given.length;
    progress(moved);
  }
  return { moved, refused };
}
