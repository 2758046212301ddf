import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

let clone: string;
let path: string;
beforeEach(() => {
  // Prepare: a clone without anything installed, and a PATH on which only Node is found
  clone = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
  path = join(clone, 'bin');
  for (const folder of ['bin', 'local/aws']) mkdirSync(join(clone, folder), { recursive: true });
  copyFileSync(join(ROOT, 'local', 'install.mjs'), join(clone, 'local', 'install.mjs'));
  writeFileSync(join(clone, 'local', 'aws', 'requirements.txt'), '');
  writeFileSync(join(clone, 'package.json'), JSON.stringify({ name: 'clone', version: '1.0.0' }));
  writeFileSync(
    join(clone, 'package-lock.json'),
    JSON.stringify({
      name: 'clone',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'clone', version: '1.0.0' } },
    }),
  );
  symlinkSync(process.execPath, join(path, 'node'));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function program(name: string, script: string): void {
  writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(path, name), 0o755);
}
/** Answers the question for its version, and makes what looks like a virtual environment. */
const python = (version: string, complete: 0 | 1) => `case "$1" in -c) echo "${version} ${complete}";; esac
case "$2" in venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && chmod +x "$3/bin/python";; esac`;
const npm = 'case "$1" in ci) mkdir node_modules;; esac';

/** What the fake programs above call. */
const TOOLS = ['sh', 'mkdir', 'cp', 'chmod', 'echo'];

function install(): { readonly status: number | null; readonly out: string; readonly err: string } {
  for (const tool of TOOLS) {
    const real = ['/bin', '/usr/bin'].map((folder) => join(folder, tool)).find(existsSync);
    if (real && !existsSync(join(path, tool))) symlinkSync(real, join(path, tool));
  }
  const script = join(clone, 'local', 'install.mjs');
  const run = spawnSync(process.execPath, [script], { env: { PATH: path, HOME: clone }, encoding: 'utf8' });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

test('without Python it says which is needed and how to get it, before anything is downloaded', () => {
  program('npm', npm);

  const { status, err } = install();

  expect(status).toBe(1);
  expect(err).toContain('Python 3.10 or newer is needed');
  expect(err).toContain('apt-get install python3');
  expect(existsSync(join(clone, 'node_modules'))).toBe(false);
});

test('a Python that is too old is named', () => {
  program('npm', npm);
  program('python3', python('3 8', 1));

  expect(install().err).toContain('found only 3.8');
});

test('a Python without venv, as on Debian, says which package is missing', () => {
  program('npm', npm);
  program('python3', python('3 12', 0));

  expect(install().err).toContain('apt-get install python3.12-venv');
});

test('without npm it says so', () => {
  program('python3', python('3 12', 1));

  const { status, err } = install();

  expect(status).toBe(1);
  expect(err).toContain('npm is needed');
});

test('what is missing is installed once', () => {
  // Prepare
  program('npm', npm);
  program('python3', python('3 12', 1));

  // Act
  const first = install();
  const second = install();

  // Assess
  expect(first).toMatchObject({ status: 0, err: '' });
  expect(first.out).toContain('npm packages are in place');
  expect(first.out).toContain('the embedded AWS is in place');
  expect(second).toEqual({ status: 0, out: '', err: '' });
});

test('an installation that was broken off is done again', () => {
  // Prepare: everything is there but the stamp, which comes last
  program('npm', npm);
  program('python3', python('3 12', 1));
  install();
  rmSync(join(clone, '.tocsin', 'venv', '.tocsin'));

  // Act and assess
  expect(install().out).toContain('Installing the embedded AWS');
});

test('a lock that a crash left behind holds nobody up', () => {
  program('npm', npm);
  program('python3', python('3 12', 1));
  mkdirSync(join(clone, '.tocsin'));
  writeFileSync(join(clone, '.tocsin', 'install.lock'), '99999999');

  expect(install().status).toBe(0);
});
