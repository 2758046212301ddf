#!/usr/bin/env node
// Runs the command line. Its TypeScript is bundled once per state of the sources, so that a start costs a few
// milliseconds of looking and one import, and nobody has to remember a build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import module from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundles = join(root, '.tocsin', 'cli');
/** What the command line is made of. */
const SOURCES = [
  'bin/tocsin.mjs',
  'bin/config-files.ts',
  'bin/cli',
  'core',
  'formats',
  'channels',
  'engine',
  'adapters',
  'package-lock.json',
];
/** A bundle that another process still runs from must stay: it loads parts of itself late. */
const KEEP_MS = 60 * 60 * 1000;

/** Changes whenever a source is added, removed or written, also to an older state. */
function stateOfSources() {
  const hash = createHash('sha1');
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`);
  };
  for (const source of SOURCES) {
    const path = join(root, source);
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry?.isFile()) add(path);
    if (!entry?.isDirectory()) continue;
    for (const file of readdirSync(path, { recursive: true }).sort())
      if (/\.m?ts$|\.mjs$/.test(file)) add(join(path, file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function build(bundle) {
  const { buildSync } = await import('esbuild');
  const draft = `${bundle}.${process.pid}`;
  buildSync({
    entryPoints: { main: join(root, 'bin', 'cli', 'main.ts') },
    outdir: draft,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minifySyntax: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Loaded only by commands that speak to AWS, from node_modules.
    external: ['@aws-sdk/*', '@smithy/*', 'esbuild'],
    // Some packages are CommonJS inside.
    banner: {
      js: "import { createRequire as tocsinRequire } from 'node:module'; const require = tocsinRequire(import.meta.url);",
    },
    absWorkingDir: root,
    logLevel: 'silent',
  });
  try {
    renameSync(draft, bundle);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process was first: its bundle is as good.
    if (!existsSync(join(bundle, 'main.mjs'))) throw error;
  }
  removeOld(bundle);
}

function removeOld(current) {
  for (const name of readdirSync(bundles)) {
    const path = join(bundles, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (path !== current && age > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Says in one line why there is nothing to run. */
function stop(message) {
  process.stderr.write(`tocsin: ${message}\n`);
  process.exitCode = 1;
}

async function start() {
  if (Number.parseInt(process.versions.node, 10) < 20)
    return stop(`needs Node 20 or later, this is ${process.versions.node}`);
  if (!existsSync(join(root, 'node_modules'))) return stop(`its packages are missing: run "npm ci" in ${root}`);
  const bundle = join(bundles, stateOfSources());
  const main = join(bundle, 'main.mjs');
  if (!existsSync(main)) {
    try {
      mkdirSync(bundles, { recursive: true });
      await build(bundle);
    } catch (error) {
      return stop(`cannot build itself in ${bundles}: ${error instanceof Error ? error.message : error}`);
    }
  }
  // Node 22 and later keep the compiled code as well.
  module.enableCompileCache?.(join(root, '.tocsin', 'compiled'));
  const { main: run } = await import(pathToFileURL(main).href);
  return run(root);
}

await start();
