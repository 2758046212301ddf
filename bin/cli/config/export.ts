import { relative } from 'node:path';
import { channels } from '../../../channels/index';
import { compile } from '../../../engine/configuration/compile';
import { exported, yamlForGo } from '../../../formats/alertmanager/export';
import { ConfigError, pathText } from '../../../formats/yaml/config-error';
import { readYaml } from '../../../formats/yaml/source';
import type { ExportOptions } from '../commands/config';
import { configFolder, readFolder } from '../files';
import { type Answer, type Io, Problem } from '../io';

/** `tocsin config export`: the folder's routing as an `alertmanager.yml`. */
export async function exportConfig(io: Io, options: ExportOptions): Promise<Answer> {
  const folder = configFolder(io, options.config);
  const shown = options.config ?? (relative(io.cwd, folder) || '.');
  const files = readFolder(folder, shown);
  try {
    compile(files, channels);
  } catch (error) {
    throw error instanceof ConfigError ? new Problem(error.message) : error;
  }
  const routing = files.find(({ name }) => name === 'routing.yml');
  if (!routing || !('text' in routing)) throw new Problem(`${shown}: holds no routing.yml`);
  const { value, leftOut } = exported(readYaml(routing.name, routing.text), options.secrets.replace(/\/+$/, ''));
  const notes = leftOut.map(({ path, message }) => ({ path: pathText(path), message }));
  if (options.json) {
    io.out(JSON.stringify({ config: shown, alertmanager: value, left_out: notes }));
    return 'yes';
  }
  const lines = notes.map(({ path, message }) => `${path} ${message}`);
  for (const line of lines) io.err(`tocsin: ${line}`);
  io.out(`# ${shown}, as Alertmanager reads it: written by "tocsin config export".`);
  // A comment ends with its line, whatever a key is called.
  for (const line of lines) io.out(`# ${line.replace(/[^\P{C}\t]/gu, ' ')}`);
  io.out(yamlForGo(value).trimEnd());
  return 'yes';
}
