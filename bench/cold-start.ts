import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { buildSync, type Metafile } from 'esbuild';
import type { Configuration } from '../engine/configuration/configuration';
import { BUNDLING, build } from '../lib/constructs/alerting/bundle';
import { FUNCTIONS } from '../lib/constructs/alerting/pacing';
import { ROOT } from '../local/paths';
import { type Goal, goal } from './goal';
import { type Summary, summarise } from './statistics';

const BARE = 'bare';

export type ColdStart = {
  readonly name: string;
  /** All that is read before the handler is there; what is loaded later, or never, does not count. */
  readonly bytes: number;
  /** Milliseconds for importing it in a new process. */
  readonly imported: Summary;
  readonly ofBare: { readonly bytes: number; readonly imported: number };
  /** What the bytes are, by package, largest first. */
  readonly share: Readonly<Record<string, number>>;
};

export type ColdStarts = { readonly functions: readonly ColdStart[]; readonly goals: readonly Goal[] };

export type ColdStartOptions = {
  /** A folder outside any package: functions find no modules beside what they bring. */
  readonly home: string;
  readonly configuration: Configuration;
  readonly rounds: number;
  readonly progress: (line: string) => void;
};

type Bundled = Pick<ColdStart, 'name' | 'bytes' | 'share'> & { readonly file: string };

const GOAL = 1.5;

/** Compares each function with one that only has DynamoDB's client: its size, and how long a new process reads it. */
export async function measureColdStarts(options: ColdStartOptions): Promise<ColdStarts> {
  const { rounds, progress } = options;
  const bundles = bundleAll(options);
  progress(`cold starts: ${rounds} rounds of ${bundles.length} processes …`);
  const times = new Map(bundles.map(({ name }) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round += 1) {
    // Each round begins with another one, so that none always follows the same.
    const turn = Math.max(0, round) % bundles.length;
    for (const { name, file } of [...bundles.slice(turn), ...bundles.slice(0, turn)]) {
      const ms = await importTime(file, options.home);
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  const summaries = bundles.map((bundle) => ({ ...bundle, imported: summarise(times.get(bundle.name) ?? []) }));
  const bare = summaries.find(({ name }) => name === BARE);
  if (!bare) throw new Error('the bare function was not measured');
  const functions = summaries.map(({ name, bytes, share, imported }) => {
    const ofBare = { bytes: bytes / bare.bytes, imported: imported.median / bare.imported.median };
    return { name, bytes, share, imported, ofBare };
  });
  const ours = functions.filter(({ name }) => name !== BARE);
  return {
    functions,
    goals: ours.flatMap(({ name, ofBare }) => [
      goal(`size of ${name} against a bare function`, ofBare.bytes, GOAL),
      goal(`import of ${name} against a bare function`, ofBare.imported, GOAL),
    ]),
  };
}

function bundleAll({ home, configuration }: ColdStartOptions): readonly Bundled[] {
  const [code, bare] = [join(home, 'code'), join(home, 'bare')];
  for (const folder of [code, bare]) mkdirSync(folder, { recursive: true });
  const { metafile } = build(code, configuration);
  const { metafile: bareMetafile } = buildSync({
    ...BUNDLING,
    absWorkingDir: ROOT,
    entryPoints: { [BARE]: join(ROOT, 'bench', 'bare', 'handler.ts') },
    outdir: bare,
    metafile: true,
  });
  return [
    read(bareMetafile, join(bare, `${BARE}.mjs`)),
    ...FUNCTIONS.map((name) => read(metafile, join(code, `${name}.mjs`))),
  ];
}

function read({ outputs }: Metafile, file: string): Bundled {
  const files = imports(outputs, relative(ROOT, file));
  const share = new Map<string, number>();
  for (const path of files) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const from = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'our own';
      share.set(from, (share.get(from) ?? 0) + bytesInOutput);
    }
  }
  return {
    name: basename(file, '.mjs'),
    file,
    bytes: [...files].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0),
    share: Object.fromEntries([...share].sort(([, a], [, b]) => b - a)),
  };
}

/** A file and all that it imports at once. */
function imports(outputs: Metafile['outputs'], file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? [])
    if (!external && kind === 'import-statement') imports(outputs, path, found);
  return found;
}

const TIMED_IMPORT = `
  const start = process.hrtime.bigint();
  await import(process.argv[1]);
  process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));
  process.exit(0);`;

/** @returns milliseconds, without the start of Node itself */
async function importTime(file: string, cwd: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', TIMED_IMPORT, file],
    { cwd, env: { PATH: process.env.PATH ?? '', AWS_REGION: 'us-east-1', POWERTOOLS_SERVICE_NAME: 'tocsin' } },
  );
  const ms = Number(stdout);
  if (!(ms > 0)) throw new Error(`${file}: importing it told no time`);
  return ms;
}
