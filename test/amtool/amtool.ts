import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version that the answers beside this were recorded from. */
export const VERSION = '0.34.2';
const MODULE = `github.com/prometheus/alertmanager@v${VERSION}`;

const run = (command: string, args: readonly string[], cwd = tmpdir()): string =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GOFLAGS: '-mod=mod' },
  });

/** Where Go's cache has upstream's source, or null. */
export function moduleFolder(): string | null {
  try {
    const folder = join(run('go', ['env', 'GOMODCACHE']).trim(), ...MODULE.split('/'));
    return existsSync(folder) ? folder : null;
  } catch {
    return null; // no Go here
  }
}

/** Builds amtool without a network; the module lacks a folder that it embeds. @throws where it is not at hand */
export function buildAmtool(): string {
  const source = moduleFolder();
  if (source === null) throw new Error(`needs Go and: go mod download ${MODULE}`);
  const copy = mkdtempSync(join(tmpdir(), 'tocsin-amtool-'));
  cpSync(source, copy, { recursive: true });
  run('chmod', ['-R', 'u+w', copy]);
  chmodSync(copy, 0o755);
  mkdirSync(join(copy, 'ui', 'app', 'dist'), { recursive: true });
  writeFileSync(join(copy, 'ui', 'app', 'dist', 'index.html'), '');
  run('go', ['build', '-o', 'amtool', './cmd/amtool'], copy);
  return join(copy, 'amtool');
}

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tocsin-amtool-')), 'alertmanager.yml');
  writeFileSync(file, text);
  return file;
}

/** What `amtool config routes test` answers. */
export function receiversOf(amtool: string, text: string, labels: Readonly<Record<string, string>>): readonly string[] {
  const pairs = Object.entries(labels).map(([name, value]) => `${JSON.stringify(name)}=${JSON.stringify(value)}`);
  return run(amtool, ['config', 'routes', 'test', `--config.file=${fileWith(text)}`, ...pairs])
    .trim()
    .split(',');
}

/** @throws when `amtool check-config` refuses it, with its words */
export const checkConfig = (amtool: string, text: string): string => run(amtool, ['check-config', fileWith(text)]);
