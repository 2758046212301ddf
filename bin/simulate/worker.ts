import { play } from '../../engine/simulation/campaign';
import type { Violation } from '../../engine/simulation/invariants/invariant';

export type Order = { readonly from: number; readonly count: number };
export type Report = Order & {
  readonly bad: readonly { readonly seed: number; readonly violations: readonly Violation[] }[];
};

/** A process of its own: plays the blocks of seeds that it is sent, and answers with what failed. */
process.on('message', async ({ from, count }: Order) => {
  const bad: Report['bad'][number][] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const violations = await violationsOf(seed);
    if (violations.length > 0) bad.push({ seed, violations });
  }
  process.send?.({ from, count, bad } satisfies Report);
});

/** A world that ends with an exception is bad too, and must not end the campaign. */
async function violationsOf(seed: number): Promise<readonly Violation[]> {
  try {
    return (await play(seed)).violations;
  } catch (error) {
    return [{ invariant: 0, what: error instanceof Error ? (error.stack ?? error.message) : String(error) }];
  }
}
