import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ConfigFile } from '../engine/configuration/compile';

/**
 * The YAML of a team's folder, by name within it.
 * @throws {Error} when there is no such folder
 */
export function configFiles(folder: string): readonly ConfigFile[] {
  if (!existsSync(folder)) throw new Error(`${folder}: there is no such folder`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name: name.split(sep).join('/'), text: readFileSync(join(folder, name), 'utf8') }));
}
