import { resolve } from 'node:path';
import type { ConfigFile } from '../engine/configuration/compile';
import { differences, differenceText } from '../engine/simulation/replay/expect';
import { replay } from '../engine/simulation/replay/run';
import { readScenario } from '../engine/simulation/replay/scenario';
import { ConfigError } from '../formats/yaml/config-error';
import { configFiles } from './config-files';

/**
 * Runs a team's own scenarios on the configuration beside them, as `tocsin replay` does.
 * @param folder where the files come from, for scenarios that name another configuration
 * @returns a line for everything that is not as expected; none: all of them hold
 */
export async function scenarioFaults(folder: string, files: readonly ConfigFile[]): Promise<readonly string[]> {
  const scenarios = files.filter(({ name }) => /^scenarios\/.*\.ya?ml$/.test(name));
  const faults = await Promise.all(scenarios.map((file) => faultsOf(folder, files, file)));
  return faults.flat();
}

async function faultsOf(folder: string, files: readonly ConfigFile[], file: ConfigFile): Promise<readonly string[]> {
  if (!('text' in file)) return [];
  try {
    const scenario = readScenario(file.name, file.text, (named) =>
      named === null
        ? { shown: '.', files }
        : { shown: named, files: configFiles(resolve(folder, 'scenarios', named)) },
    );
    if (!scenario.expect) return [`${file.name}: expects nothing: write "expect:"`];
    const { result } = await replay(scenario);
    return differences(scenario.expect, result).map((one) => `${file.name}: ${differenceText(one)}`);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}
