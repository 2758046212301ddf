import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown where something was still to begin when all was over. */
export class EndedError extends Error {
  override readonly name = 'EndedError';
}

export type Endings = {
  /** Aborted as soon as the end begins. */
  readonly signal: AbortSignal;
  /** Notes how something that just began is ended. @throws {EndedError} after ending it, when all is over already */
  readonly add: (end: () => Promise<void> | void) => Promise<void>;
  /** Ends everything, the newest first. */
  readonly end: () => Promise<void>;
};

/** How everything that began is ended, also what begins while the end is on its way. */
export function makeEndings(): Endings {
  const controller = new AbortController();
  const steps: (() => Promise<void> | void)[] = [];
  return {
    signal: controller.signal,
    add: async (end) => {
      if (controller.signal.aborted) {
        await end();
        throw new EndedError('ended while it was starting');
      }
      steps.push(end);
    },
    end: async () => {
      controller.abort();
      for (const step of steps.splice(0).reverse()) await step();
    },
  };
}

/** Waits for something to settle, however, but not for ever. */
export async function settled(work: Promise<unknown>, withinMs: number): Promise<void> {
  const done = new AbortController();
  const quietly = work.then(
    () => done.abort(),
    () => done.abort(),
  );
  await Promise.race([quietly, sleep(withinMs, null, { signal: done.signal }).catch(() => null)]);
}
