import { type OpenSloFile, readOpenSlo } from '../../../formats/openslo/read';
import type { Fault } from '../../../formats/yaml/config-error';
import { readInput } from '../files';
import { type Io, Problem } from '../io';

type Opened = { readonly name: string; readonly text: string } | { readonly name: string; readonly fault: Fault };

async function open(io: Io, name: string): Promise<Opened> {
  try {
    return { name, text: await readInput(io, name) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const message = error.message.replace(`${name}: `, '');
    return { name, fault: { file: name, line: null, path: '', message } };
  }
}

/** Reads files of OpenSLO documents; one that cannot be opened has a fault that says so. */
export async function readSloFiles(io: Io, names: readonly string[]): Promise<readonly OpenSloFile[]> {
  const opened: Opened[] = [];
  for (const name of names) opened.push(await open(io, name));
  const read = readOpenSlo(opened.flatMap((one) => ('text' in one ? [one] : [])));
  const found = read[Symbol.iterator]();
  return opened.map((one): OpenSloFile => {
    const next = 'text' in one ? found.next().value : undefined;
    return next ?? { file: one.name, documents: [], faults: 'fault' in one ? [one.fault] : [] };
  });
}
