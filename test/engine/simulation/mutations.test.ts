import { playPlan } from '../../../engine/simulation/campaign';
import { NO_FAULTS } from '../../../engine/simulation/faults';
import { generatePlan } from '../../../engine/simulation/plan';
import { mutations } from './mutations';

/** How many worlds a mutant may survive. */
const MOST_WORLDS = 1_500;

describe('without one of its mechanisms the engine breaks a promise, and the simulation notices', () => {
  test.each(mutations)(
    '$without',
    async ({ wrapStore, world, faults, hints }) => {
      // Act
      let broken = 0;
      for (let played = 0; played < MOST_WORLDS && broken === 0; played += 1) {
        const seed = hints[played] ?? played;
        const plan = world?.(seed) ?? generatePlan(seed);
        const chosen = faults ? { ...plan, faults: { ...NO_FAULTS, ...faults } } : plan;
        const { violations } = await playPlan(chosen, { wrapStore });
        broken = violations.length;
      }

      // Assess
      expect(broken).toBeGreaterThan(0);
    },
    120_000,
  );
});
