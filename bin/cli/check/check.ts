import { relative } from 'node:path';
import { channels } from '../../../channels/index';
import type { Route } from '../../../core/routing/route';
import { compile } from '../../../engine/configuration/compile';
import type { Configuration } from '../../../engine/configuration/configuration';
import { lint } from '../../../engine/configuration/lint';
import { ConfigError, type Fault, faultText } from '../../../formats/yaml/config-error';
import { readYaml } from '../../../formats/yaml/source';
import type { CheckOptions } from '../commands/check';
import { configFolder, readFolder } from '../files';
import { type Answer, type Io, Problem, paint } from '../io';

type Checked = {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly configuration: Configuration | null;
};

function checkFolder(folder: string, shown: string): Checked {
  try {
    const files = readFolder(folder, shown);
    const { configuration, warnings } = compile(files, channels);
    const routing = files.find(({ name }) => name === 'routing.yml');
    const found =
      routing && 'text' in routing ? lint(readYaml(routing.name, routing.text), configuration, Date.now()) : [];
    return { faults: [], warnings: [...warnings, ...found], configuration };
  } catch (error) {
    if (error instanceof ConfigError) return { faults: error.faults, warnings: [], configuration: null };
    if (!(error instanceof Problem)) throw error;
    const fault: Fault = { file: shown, line: null, path: '', message: error.message.replace(`${shown}: `, '') };
    return { faults: [fault], warnings: [], configuration: null };
  }
}

const countRoutes = ({ routes }: Route): number => routes.reduce((sum, child) => sum + countRoutes(child), 1);
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `tocsin check`: every fault of a folder, and what is doubtful. */
export async function check(io: Io, options: CheckOptions): Promise<Answer> {
  const folder = configFolder(io, options.config);
  const shown = options.config ?? (relative(io.cwd, folder) || '.');
  const { faults, warnings, configuration } = checkFolder(folder, shown);
  const holds = faults.length === 0;
  if (options.json) {
    io.out(JSON.stringify({ config: shown, ok: holds, faults, warnings }));
    return holds ? 'yes' : 'no';
  }
  for (const fault of faults) io.out(faultText(fault));
  for (const { path, message, ...at } of warnings) {
    const text = `${path === '' ? '' : `${path}: `}${message}`;
    io.out(faultText({ ...at, path: '', message: `${paint(io, 'yellow', 'warning:')} ${text}` }));
  }
  const doubts = warnings.length > 0 ? `, ${count(warnings.length, 'warning')}` : '';
  if (configuration) {
    const receivers = Object.keys(configuration.receivers).length;
    const content = `${count(countRoutes(configuration.route), 'route')}, ${count(receivers, 'receiver')}`;
    io.out(`${paint(io, 'green', `${shown} is right`)}: ${content}${doubts}`);
  } else {
    io.out(paint(io, 'red', `${shown}: ${count(faults.length, 'fault')}`));
  }
  return holds ? 'yes' : 'no';
}
