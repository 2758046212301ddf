import { relative } from 'node:path';
import { channels } from '../../../channels/index';
import type { Route } from '../../../core/routing/route';
import { compile } from '../../../engine/configuration/compile';
import type { Configuration } from '../../../engine/configuration/configuration';
import { lint } from '../../../engine/configuration/lint';
import { ConfigError, type Fault, faultText } from '../../../formats/yaml/config-error';
import { readYaml } from '../../../formats/yaml/source';
import { type Coverage, coverage, lossJson, lossText } from '../against/against';
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

/** `tocsin check`: every fault of a folder, what is doubtful, and what it loses against the one that is deployed. */
export async function check(io: Io, options: CheckOptions): Promise<Answer> {
  const folder = configFolder(io, options.config);
  const shown = options.config ?? (relative(io.cwd, folder) || '.');
  const { faults, warnings, configuration } = checkFolder(folder, shown);
  const compared =
    configuration && options.against !== undefined
      ? await coverage(io, options.against, configuration, options)
      : undefined;
  const holds = faults.length === 0 && (compared?.errors ?? []).length === 0;
  if (options.json) {
    io.out(
      JSON.stringify({
        config: shown,
        ok: holds,
        faults,
        warnings,
        ...(compared && { coverage: coverageJson(compared) }),
      }),
    );
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
  if (compared) tellCoverage(io, compared);
  return holds ? 'yes' : 'no';
}

const coverageJson = ({ errors, warnings, ...rest }: Coverage) => ({
  ...rest,
  errors: errors.map(lossJson),
  warnings: warnings.map(lossJson),
});

function tellCoverage(io: Io, { against, errors, warnings, tried, notes }: Coverage): void {
  for (const loss of errors) io.out(`${paint(io, 'red', 'lost:')} ${lossText(loss)}`);
  for (const loss of warnings) io.out(`${paint(io, 'yellow', 'warning:')} ${lossText(loss)}`);
  for (const note of notes) io.out(`${paint(io, 'yellow', 'not judged:')} ${note}`);
  const asked = `${count(tried.ways, 'way')} through the routes, ${count(tried.alarms, 'alarm')} of templates, ${count(tried.alerts, 'alert')} of files`;
  const found =
    errors.length === 0 ? paint(io, 'green', 'nothing critical is lost') : paint(io, 'red', `${errors.length} lost`);
  io.out(`against ${against}: ${found} (${asked})`);
}
