import { hash } from '../../../core/hash';
import { play } from '../../../engine/simulation/campaign';

/** More are played by night; each world is independent of the others. */
const WORLDS = Number(process.env.TOCSIN_WORLDS ?? 1_200);
const PER_TEST = 100;

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

test('16: the same seed plays the same world, to the last byte', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    // Act
    const [once, again] = [await play(seed, { traced: true }), await play(seed, { traced: true })];

    // Assess
    expect(once.trace.length).toBeGreaterThan(20);
    expect(hash(64, ...again.trace)).toBe(hash(64, ...once.trace));
  }
});
