import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

/**
 * What `NodejsFunction` cannot: several files, so that what a handler loads only when it needs it (Sentry, the tracer,
 * SNS, SES, SSM) is not read when it starts. In one file a cold import takes more than twice as long.
 */
const OPTIONS: BuildOptions = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20', // the oldest Node that runs it: a developer's own, in the embedded AWS
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  outExtension: { '.js': '.mjs' },
  // What was written as CommonJS asks for Node's own modules in its way.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module';const require = createRequireOfBundle(import.meta.url);",
  },
  logLevel: 'error',
  metafile: true,
};

/** Bundles a handler into `folder/index.mjs` and the chunks beside it. */
export function bundle(entry: string, folder: string): Metafile {
  return buildSync({ ...OPTIONS, entryPoints: { index: entry }, outdir: folder, metafile: true }).metafile;
}
