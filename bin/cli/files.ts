import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConfigFile } from '../../engine/configuration/compile';
import { configFiles } from '../config-files';
import { type Io, Problem } from './io';

/** No alarm, scenario or configuration is longer; what is, was meant for something else. */
const MAX_BYTES = 16 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  ELOOP: 'is a link that leads to itself',
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
};

/** @throws {Problem} where it is no text */
function textOf(name: string, bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: said below.
  }
  throw new Problem(`${name}: is not text`);
}

/**
 * A FILE argument as text; `-` is the standard input.
 * @throws {Problem} when there is none, or it is a folder, or no text
 */
export async function readInput(io: Io, file: string): Promise<string> {
  if (file === '-') return textOf('standard input', await io.stdin());
  return readable(file, () => {
    const path = resolve(io.cwd, file);
    if (statSync(path).size > MAX_BYTES) throw new Problem(`${file}: is too large: no message has more than 16 MB`);
    return textOf(file, readFileSync(path));
  });
}

/** The folder that counts where none is named. */
export const DEFAULT_CONFIG = 'config/mykadoo';

/** Where a `--config DIR` lies; the default is the checkout's own. */
export const configFolder = (io: Io, named: string | undefined): string =>
  named === undefined ? join(io.root, DEFAULT_CONFIG) : resolve(io.cwd, named);

/**
 * Every YAML file of a configuration folder, named as the folder names it (`slos/web.yml`).
 * @throws {Problem} when the folder is none
 */
export function readFolder(folder: string, shown: string): readonly ConfigFile[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) throw new Problem(`${shown}: there is no such folder`);
  if (!found.isDirectory()) throw new Problem(`${shown}: is a file: name the folder that holds routing.yml`);
  return readable(shown, () =>
    configFiles(folder).map((file) => {
      const isText = 'text' in file && !/[\0\uFFFD]/.test(file.text);
      if (!isText) throw new Problem(`${join(shown, file.name)}: is not text`);
      return file;
    }),
  );
}

function readable<Result>(shown: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(`${shown}: ${reasonOf(error)}`);
  }
}
