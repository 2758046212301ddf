import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deployedConfiguration } from '../../../engine/deployed';
import type { PullOptions } from '../commands/config';
import { type Answer, type Io, Problem, paint } from '../io';
import { type Operate, operate } from '../live/operate';
import { pulledText } from './pulled';

/** `tocsin config pull`: the configuration that runs, as one file. */
export async function pull(io: Io, options: PullOptions, work: Operate = operate): Promise<Answer> {
  const { name, deployed } = await work(io, options, async (operation) => ({
    name: operation.name,
    deployed: await deployedConfiguration(operation.ports.store),
  }));
  if (!deployed) throw new Problem(`"${name}" has no copy of its configuration: deploy it with this version once`);
  const configuration: unknown = JSON.parse(gunzipSync(Buffer.from(deployed.packed, 'base64')).toString('utf8'));
  const text = pulledText(name, deployed.hash, deployed.at, configuration);
  const { out } = options;
  if (out === undefined) {
    io.out(text.trimEnd());
    return 'yes';
  }
  try {
    writeFileSync(resolve(io.cwd, out), text);
  } catch (error) {
    throw new Problem(`${out}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  const at = new Date(deployed.at).toISOString();
  if (options.json) io.out(JSON.stringify({ file: out, name, hash: deployed.hash, deployed_at: at }));
  else io.out(`${paint(io, 'green', 'written')} to ${out}: ${name} as deployed ${at} (${deployed.hash})`);
  return 'yes';
}
