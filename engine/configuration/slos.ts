import { openSloJsonSchema } from '../../formats/openslo/document';
import { readOpenSlo } from '../../formats/openslo/read';
import type { Fault } from '../../formats/yaml/config-error';
import type { ConfigFile } from './compile';

const SLOS = /^slos\/.*\.ya?ml$/;

export const isSloFile = (name: string): boolean => SLOS.test(name);

/** Every fault of the OpenSLO files of a folder; they refer to each other's documents. */
export function sloFileFaults(files: readonly ConfigFile[]): readonly Fault[] {
  // Plain values are JSON, which is YAML too.
  const texts = files
    .filter(({ name }) => isSloFile(name))
    .map((file) => ({ name: file.name, text: 'text' in file ? file.text : JSON.stringify(file.value) }));
  return readOpenSlo(texts).flatMap(({ faults }) => faults);
}

/** The JSON Schema of `slos/*.yml`. */
export const sloJsonSchema = openSloJsonSchema;
