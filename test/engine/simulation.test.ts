import { play } from '../../engine/simulation/campaign';
import { mutations } from './mutations';

/** A nightly campaign sets more; each world is independent of the others. */
const WORLDS = Number(process.env.TOCSIN_WORLDS ?? 400);
const PER_TEST = 100;
/** How many worlds a mutant may survive. */
const MUTANT_WORLDS = 1_000;

describe('whatever goes wrong, in any order', () => {
  const blocks = Array.from({ length: Math.ceil(WORLDS / PER_TEST) }, (_, block) => block * PER_TEST + 1);

  test.each(blocks)(
    'every promise is kept in the worlds from seed %i',
    async (first) => {
      // Prepare
      const broken: string[] = [];

      // Act
      for (let seed = first; seed < first + PER_TEST; seed += 1) {
        const { violations } = await play(seed);
        broken.push(...violations.map(({ invariant, what }) => `seed ${seed}: invariant ${invariant}: ${what}`));
      }

      // Assess
      expect(broken).toEqual([]);
    },
    120_000,
  );
});

test('the same seed plays the same world, to the last event', async () => {
  // Act
  const once = await play(423, { traced: true });
  const again = await play(423, { traced: true });

  // Assess
  expect(once.trace.length).toBeGreaterThan(100);
  expect(again.trace).toEqual(once.trace);
});

describe('without one of its mechanisms the engine breaks a promise, and the simulation notices', () => {
  test.each(mutations)(
    '$without',
    async ({ wrapStore, seed }) => {
      // Act
      let broken = 0;
      for (let played = 0; played < MUTANT_WORLDS && broken === 0; played += 1) {
        const { violations } = await play(seed + played, { wrapStore });
        broken = violations.length;
      }

      // Assess
      expect(broken).toBeGreaterThan(0);
    },
    300_000,
  );
});
