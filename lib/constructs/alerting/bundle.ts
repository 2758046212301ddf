import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import type { Configuration } from '../../../engine/configuration/configuration';
import { FUNCTIONS } from './pacing';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const LAMBDAS = join(ROOT, 'lambdas');

/** How a function is made into files; what it is compared with in the benchmark is made in the same way. */
export const BUNDLING = {
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true, // the SDK too: what was tested is what runs, and the embedded AWS brings none
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20', // the oldest Node that runs it: a developer's own, in the embedded AWS
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'external', // read when an error is told, not by Node at every start
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'error',
  // Some packages are CommonJS inside.
  banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
} satisfies BuildOptions;

/**
 * Bundles all functions at once: what they share is written once, and what one needs late (error reports, tracing,
 * secrets) lies in files of its own, so that no cold start reads it.
 * @throws {Error} with esbuild's own words when something cannot be read or resolved
 */
function bundle(outdir: string): BuildResult<{ metafile: true }> {
  return buildSync({
    ...BUNDLING,
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(FUNCTIONS.map((name) => [name, join(LAMBDAS, name, 'handler.ts')])),
    outdir,
    metafile: true,
  });
}

/**
 * Where the functions find the team's configuration: beside their code, in which Lambda starts them. In a layer it
 * would lie under `/opt`, which no embedded AWS without containers can give it.
 */
export const CONFIGURATION_FILE = 'configuration.json';

/** Writes all that runs: the functions' code and the configuration that they run on. */
export function build(outdir: string, configuration: Configuration): BuildResult<{ metafile: true }> {
  writeFileSync(join(outdir, CONFIGURATION_FILE), JSON.stringify(configuration));
  return bundle(outdir);
}

/**
 * The code of all functions, one asset. In one process and one go it takes two seconds; a bundle for each by
 * `NodejsFunction` takes sixteen, and cannot be split.
 */
export const pipelineCode = (configuration: Configuration): Code =>
  Code.fromAsset(LAMBDAS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      // Never run either: it tells the build for one configuration from that for another.
      command: [configuration.hash],
      local: {
        tryBundle: (outdir) => {
          build(outdir, configuration);
          return true;
        },
      },
    },
  });
