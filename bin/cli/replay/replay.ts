import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { differences, differenceText } from '../../../engine/simulation/replay/expect';
import { printReplay } from '../../../engine/simulation/replay/print';
import { replay as run } from '../../../engine/simulation/replay/run';
import { readScenario, type Scenario } from '../../../engine/simulation/replay/scenario';
import { ConfigError } from '../../../formats/yaml/config-error';
import type { ReplayOptions } from '../commands/replay';
import { configFolder, readFolder, readInput } from '../files';
import { type Answer, type Io, Problem, paint } from '../io';

/** Where a scenario's `config: DIR` lies: beside the scenario, else in the working directory. */
function folderOf(io: Io, file: string, named: string | null, fallback: string | undefined): [string, string] {
  const home = file === '-' ? io.cwd : dirname(resolve(io.cwd, file));
  if (named !== null) {
    const beside = resolve(home, named);
    return [isAbsolute(named) || existsSync(beside) ? beside : resolve(io.cwd, named), named];
  }
  if (fallback !== undefined) return [configFolder(io, fallback), fallback];
  // A team's own scenarios lie in its configuration folder.
  if (basename(home) === 'scenarios') return [dirname(home), join(dirname(file), '..')];
  throw new Problem(`${file}: names no configuration: write "config:" in it, or say --config DIR`);
}

async function read(io: Io, file: string, { config }: ReplayOptions): Promise<Scenario> {
  const text = await readInput(io, file);
  return readScenario(file, text, (named) => {
    const [folder, shown] = folderOf(io, file, named, config);
    return { shown, files: readFolder(folder, shown) };
  });
}

/** Runs one file. @returns does everything hold? */
async function one(io: Io, file: string, options: ReplayOptions): Promise<boolean> {
  const scenario = await read(io, file, options);
  const replayed = await run(scenario);
  const wrong = scenario.expect ? differences(scenario.expect, replayed.result) : [];
  if (options.json) {
    const expect = scenario.expect ? { expect: { holds: wrong.length === 0, differences: wrong } } : {};
    io.out(JSON.stringify({ file, ...replayed.result, ...expect }));
    return wrong.length === 0;
  }
  io.out(paint(io, 'bold', scenario.name === file ? file : `${scenario.name} (${file})`));
  io.out(printReplay(replayed));
  for (const difference of wrong)
    io.out(paint(io, difference.expected === null ? 'yellow' : 'red', differenceText(difference)));
  if (scenario.expect)
    io.out(wrong.length === 0 ? paint(io, 'green', 'As expected.') : paint(io, 'red', 'Not as expected.'));
  return wrong.length === 0;
}

/** `tocsin replay`: each file on its own; one that is wrong does not keep the others from running. */
export async function replay(io: Io, files: readonly string[], options: ReplayOptions): Promise<Answer> {
  let holds = true;
  for (const [at, file] of files.entries()) {
    if (at > 0 && !options.json) io.out('');
    try {
      holds = (await one(io, file, options)) && holds;
    } catch (error) {
      holds = false;
      const message = wordsOf(error);
      if (options.json) io.out(JSON.stringify({ file, error: message }));
      else io.err(`tocsin: ${message}`);
    }
  }
  return holds ? 'yes' : 'no';
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem || error instanceof ConfigError) return error.message;
  return `this should not happen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
