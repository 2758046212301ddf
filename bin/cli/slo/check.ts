import type { OpenSloFile } from '../../../formats/openslo/read';
import { faultText } from '../../../formats/yaml/config-error';
import type { SloJsonOptions } from '../commands/slo';
import { type Answer, type Io, paint } from '../io';
import { readSloFiles } from './read';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

function show(io: Io, { file, documents, faults }: OpenSloFile): void {
  for (const fault of faults) io.out(faultText(fault));
  if (faults.length > 0) {
    io.out(paint(io, 'red', `${file}: ${count(faults.length, 'fault')}`));
    return;
  }
  io.out(`${paint(io, 'green', `${file} is right`)}: ${count(documents.length, 'document')}`);
  for (const document of documents) {
    const objectives = document.kind === 'SLO' ? `, ${count(document.slo.spec.objectives.length, 'objective')}` : '';
    io.out(`  ${document.kind} ${document.name}${objectives}`);
  }
}

/** `tocsin slo check`: every fault of OpenSLO files, or what they define. */
export async function sloCheck(io: Io, names: readonly string[], { json }: SloJsonOptions): Promise<Answer> {
  const files = await readSloFiles(io, names);
  for (const one of files) {
    const { file, documents, faults } = one;
    const defines = documents.map(({ kind, name }) => ({ kind, name }));
    if (json) io.out(JSON.stringify({ file, ok: faults.length === 0, faults, defines }));
    else show(io, one);
  }
  return files.every(({ faults }) => faults.length === 0) ? 'yes' : 'no';
}
