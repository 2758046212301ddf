import { readFileSync, writeFileSync } from 'node:fs';
import { playPlan } from '../../engine/simulation/campaign';
import { generatePlan, type Plan } from '../../engine/simulation/plan';
import { PlanFile } from '../../engine/simulation/plan-file';
import { scenarioOf } from '../../engine/simulation/scenario-file';
import { seenInReplay } from '../../engine/simulation/seen-in-replay';
import { shrink } from '../../engine/simulation/shrink';

type Print = (line: string) => void;

/** Plays one world and says what it broke. @returns was every promise kept? */
export async function playOne(plan: Plan, traced: boolean, print: Print): Promise<boolean> {
  const { violations, trace } = await playPlan(plan, { traced });
  for (const line of trace) print(line);
  for (const { invariant, what } of violations) print(`promise ${invariant}: ${what}`);
  if (violations.length === 0) print('every promise was kept');
  return violations.length === 0;
}

/** @throws {Error} that says what is wrong with the file */
export function readPlan(file: string): Plan {
  const read = PlanFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data as unknown as Plan;
  throw new Error(
    `${file}: is no world: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
  );
}

/**
 * Shrinks a bad seed, and writes it as a scenario where `tocsin replay` shows what is wrong, else as a world of its own.
 * @returns the file; null where the seed is not bad
 */
export async function shrinkSeed(seed: number, print: Print): Promise<string | null> {
  const plan = generatePlan(seed);
  const { violations } = await playPlan(plan);
  const broken = violations[0]?.invariant;
  if (broken === undefined) return null;
  print(`promise ${broken} is broken: shrinking`);
  const smallest = await shrink(plan, async (smaller) => {
    const { violations: found } = await playPlan(smaller);
    return found.some(({ invariant }) => invariant === broken);
  });
  const found = (await playPlan(smallest)).violations;
  const scenario = scenarioOf(smallest, found);
  const isSeen = scenario !== null && (await seenInReplay(smallest, scenario)).length > 0;
  const file = isSeen ? `world-${seed}.yml` : `world-${seed}.json`;
  writeFileSync(file, isSeen ? scenario : `${JSON.stringify(smallest, null, 2)}\n`);
  return file;
}
