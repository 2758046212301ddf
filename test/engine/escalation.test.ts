import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences, differenceText } from '../../engine/simulation/replay/expect';
import { replay } from '../../engine/simulation/replay/run';
import { readScenario } from '../../engine/simulation/replay/scenario';

/** The incident's state machine, event by event: what people receive, and when. */
const FOLDER = join(__dirname, 'escalation');

const scenarios = readdirSync(FOLDER).map((file) =>
  readScenario(file, readFileSync(join(FOLDER, file), 'utf8'), () => {
    throw new Error(`${file} names a folder`);
  }),
);

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
  // Act
  const { result } = await replay(scenario);

  // Assess
  expect(scenario.expect?.deliveries).toBeDefined();
  expect(differences(scenario.expect ?? {}, result).map(differenceText)).toEqual([]);
});
