import type { Objective } from '../../../core/slo/objective';
import { objectivesOf } from '../../../formats/openslo/objectives';
import { faultText } from '../../../formats/yaml/config-error';
import { type Io, Problem } from '../io';
import { readSloFiles } from './read';

/**
 * The objectives of one file.
 * @throws {Problem} with every fault, and where there is no SLO in it
 */
export async function readObjectives(io: Io, name: string): Promise<readonly Objective[]> {
  const [file] = await readSloFiles(io, [name]);
  const faults = file?.faults ?? [];
  if (faults.length > 0) throw new Problem(faults.map(faultText).join('\n'));
  const objectives = objectivesOf(file?.documents ?? []);
  if (objectives.length === 0) throw new Problem(`${name}: holds no SLO: write a document with "kind: SLO"`);
  return objectives;
}
