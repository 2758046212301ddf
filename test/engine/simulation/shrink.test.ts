import { playPlan } from '../../../engine/simulation/campaign';
import { NO_FAULTS } from '../../../engine/simulation/faults';
import { generatePlan, type Plan } from '../../../engine/simulation/plan';
import { PlanFile } from '../../../engine/simulation/plan-file';
import { scenarioOf } from '../../../engine/simulation/scenario-file';
import { seenInReplay } from '../../../engine/simulation/seen-in-replay';
import { shrink } from '../../../engine/simulation/shrink';
import { mutations } from './mutations';

const wrapStore = mutations.find(({ without }) => without.startsWith('order: '))?.wrapStore;

const broken = async (plan: Plan): Promise<number[]> =>
  (await playPlan(plan, { ...(wrapStore && { wrapStore }) })).violations.map(({ invariant }) => invariant);

/** A world whose alarm should be over, and is not where an old transition replaces a newer one. */
async function failing(): Promise<Plan> {
  for (let seed = 0; seed < 200; seed += 1) {
    const generated = generatePlan(seed);
    const plan = { ...generated, events: generated.events.filter(({ kind }) => kind === 'alarm'), faults: NO_FAULTS };
    if (plan.events.length > 6 && (await broken(plan)).includes(2)) return plan;
  }
  throw new Error('no world fails');
}

test('a world that fails is shrunk to what it takes, and replay shows it', async () => {
  // Prepare
  const plan = await failing();

  // Act
  const smallest = await shrink(plan, async (smaller) => (await broken(smaller)).includes(2), 400);
  const text = scenarioOf(smallest, [{ invariant: 2, what: 'the alarm should be over' }]) ?? '';
  const sick = await seenInReplay(smallest, text, wrapStore);
  const well = await seenInReplay(smallest, text);

  // Assess
  expect(smallest.events.length).toBeLessThanOrEqual(3);
  expect(smallest.routing.receivers).toHaveLength(1);
  expect(await broken(smallest)).toContain(2);
  expect((await playPlan(smallest)).violations).toEqual([]);
  expect(text).toContain('# Promise 2 was broken: the alarm should be over');
  expect(sick).toContainEqual(expect.objectContaining({ invariant: 2 }));
  expect(well).toEqual([]);
}, 180_000);

test('what needs chances has no scenario, but is a world of its own', () => {
  const plan = { ...generatePlan(1), faults: { ...NO_FAULTS, crash: 0.1 } };

  expect(scenarioOf(plan, [])).toBeNull();
  expect(PlanFile.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});
