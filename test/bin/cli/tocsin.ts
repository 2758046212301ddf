import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..');
export const FIXTURES = join(__dirname, '..', 'fixtures');

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string };
type Options = {
  readonly checkout?: string;
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** A process with nothing of the machine's own AWS in its environment. */
export function start(args: readonly string[], { checkout = ROOT, cwd = ROOT, env = {} }: Options = {}): ChildProcess {
  const { PATH = '' } = process.env;
  const shim = join(checkout, 'bin', 'tocsin.mjs');
  return spawn(process.execPath, ['--preserve-symlinks-main', shim, ...args], {
    cwd,
    env: { PATH, HOME: '/nonexistent', ...env },
  });
}

/** Runs the command line to its end. */
export function tocsin(args: readonly string[], options: Options = {}): Promise<Ended> {
  const child = start(args, options);
  const texts = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    texts.out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    texts.err += String(chunk);
  });
  child.stdin?.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...texts }));
  });
}

/** The objects of an answer with `--json`: one per line. */
export const objects = ({ out }: Ended): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const PARTS = ['bin', 'core', 'formats', 'channels', 'engine', 'adapters', 'package-lock.json', 'node_modules'];

/** A checkout of the same sources with a `.tocsin` of its own. */
export function checkoutWith(files: Readonly<Record<string, string>> = {}): string {
  const checkout = folderWith(files);
  for (const part of PARTS) symlinkSync(join(ROOT, part), join(checkout, part));
  return checkout;
}
