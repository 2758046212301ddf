/**
 * Installs what `npm start` and `npm test` need and is missing: npm packages, and the embedded AWS in .tocsin/venv.
 * Plain Node without dependencies, for it runs before anything is installed. Quick when nothing is to be done.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HOME = join(ROOT, '.tocsin');
const LOCK = join(HOME, 'install.lock');
const NODE = [20, 11];
const PYTHON = [3, 10];
const STALE_LOCK_MS = 15 * 60_000;
const GRACE_MS = 5_000;

const REQUIREMENTS = join(ROOT, 'local', 'aws', 'requirements.txt');
const LOCKFILE = join(ROOT, 'package-lock.json');
const VENV = join(HOME, 'venv');
const NPM_STAMP = join(ROOT, 'node_modules', '.tocsin');
const VENV_STAMP = join(VENV, '.tocsin');

/** Something is missing that only the user can install. */
class Missing extends Error {}

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
const atLeast = (version, [major, minor]) => version[0] > major || (version[0] === major && version[1] >= minor);
const say = (line) => process.stdout.write(`${line}\n`);
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

/** Names what should be installed: another lockfile, machine type or Node line is another installation. */
const wanted = (path, ...more) => createHash('sha256').update(readFileSync(path)).update(more.join()).digest('hex');
const npmWanted = () => wanted(LOCKFILE, process.platform, process.arch);
const venvWanted = () => wanted(REQUIREMENTS, process.platform, process.arch);

function npmReady() {
  if (read(NPM_STAMP) === npmWanted()) return true;
  // Somebody ran npm by hand: npm's own record is then newer than the lockfile.
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  return !existsSync(NPM_STAMP) && existsSync(record) && statSync(record).mtimeMs >= statSync(LOCKFILE).mtimeMs;
}
const venvReady = () => read(VENV_STAMP) === venvWanted() && existsSync(join(VENV, 'bin', 'python'));

function checkMachine() {
  if (process.platform === 'win32')
    throw new Missing(
      'Tocsin runs locally on Linux and macOS. On Windows, use WSL: https://learn.microsoft.com/windows/wsl',
    );
  const node = process.versions.node.split('.').map(Number);
  if (!atLeast(node, NODE))
    throw new Missing(
      `Node ${NODE.join('.')} or newer is needed, this is ${process.versions.node}: https://nodejs.org/en/download`,
    );
}

/** How to run npm: the one that runs us, else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js' && existsSync(running)) return [process.execPath, running];
  if (spawnSync('npm', ['--version'], { stdio: 'ignore' }).status === 0) return ['npm'];
  throw new Missing('npm is needed and not on the PATH. It comes with Node: https://nodejs.org/en/download');
}

/** The first Python that is new enough and can make virtual environments. */
function pythonCommand() {
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  const candidates = process.env.PYTHON ? [process.env.PYTHON, ...names] : names;
  const probe =
    'import sys, importlib.util as u; print(*sys.version_info[:2], int(all(map(u.find_spec, ("venv", "ensurepip")))))';
  const found = [];
  for (const name of candidates) {
    const asked = spawnSync(name, ['-c', probe], { encoding: 'utf8', timeout: 20_000 });
    if (asked.status !== 0) continue;
    const [major, minor, complete] = asked.stdout.trim().split(' ').map(Number);
    if (atLeast([major, minor], PYTHON) && complete === 1) return name;
    found.push({ name, version: [major, minor], complete: complete === 1 });
  }
  throw new Missing(pythonAdvice(found));
}

function pythonAdvice(found) {
  const incomplete = found.find(({ version, complete }) => !complete && atLeast(version, PYTHON));
  if (incomplete) {
    const version = incomplete.version.join('.');
    return `Python ${version} is here, but without its venv module. Debian and Ubuntu: sudo apt-get install python${version}-venv`;
  }
  const seen =
    found.length > 0 ? `, found only ${found.map(({ version }) => version.join('.')).join(', ')}` : ', found none';
  return [
    `Python ${PYTHON.join('.')} or newer is needed for the embedded AWS${seen}.`,
    '  Debian and Ubuntu: sudo apt-get install python3 python3-venv',
    '  Fedora:            sudo dnf install python3',
    '  macOS:             brew install python3',
    '  or set PYTHON=/path/to/python3',
  ].join('\n');
}

let running = null;
/** Runs a command to its end, in a group of its own so that all of it can be ended. */
function run([command, ...first], args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    running = child;
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      running = null;
      if (code === 0) resolve();
      else
        reject(
          new Error(`${basename(command)} ${args.slice(0, 3).join(' ')} ended with ${signal ?? `status ${code}`}`),
        );
    });
  });
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ctrl-C: what runs gets five seconds, then it is killed; the lock goes, the stamps were never written. */
function stopOn(signal, code) {
  process.on(signal, () => {
    const child = running;
    const leave = () => {
      unlock();
      process.exit(code);
    };
    if (!child) return leave();
    killGroup(child.pid, 'SIGTERM');
    child.once('exit', leave);
    setTimeout(() => {
      killGroup(child.pid, 'SIGKILL');
      leave();
    }, GRACE_MS);
  });
}

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

let locked = false;
/** One installation at a time: `npm test` waits while `npm start` installs. A lock whose owner is gone counts for nothing. */
async function lock() {
  mkdirSync(HOME, { recursive: true });
  const mine = `${LOCK}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  let told = false;
  try {
    for (;;) {
      try {
        linkSync(mine, LOCK); // appears with its content, or not at all
        locked = true;
        return;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const owner = Number(read(LOCK));
      const since = existsSync(LOCK) ? statSync(LOCK).mtimeMs : Date.now();
      if (owner && (!alive(owner) || Date.now() - since > STALE_LOCK_MS)) rmSync(LOCK, { force: true });
      else {
        if (!told) say(`Waiting for another installation here (process ${owner}) …`);
        told = true;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function unlock() {
  if (locked) rmSync(LOCK, { force: true });
  locked = false;
}

async function installPackages(npm) {
  const since = Date.now();
  say('Installing npm packages (once, about a minute) …');
  rmSync(NPM_STAMP, { force: true });
  // Without these, NODE_ENV=production or a setting of the user's would leave the tools out.
  await run(npm, ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(NPM_STAMP, npmWanted());
  say(`  npm packages are in place (${seconds(since)})`);
}

async function installEmbeddedAws(python) {
  const since = Date.now();
  say('Installing the embedded AWS into .tocsin/venv (once) …');
  rmSync(VENV, { recursive: true, force: true });
  const { PYTHONPATH, PYTHONHOME, PIP_TARGET, PIP_PREFIX, ...env } = process.env;
  await run([python], ['-m', 'venv', VENV], env);
  const pip = [
    '-m',
    'pip',
    'install',
    '--require-hashes',
    '--quiet',
    '--disable-pip-version-check',
    '--no-input',
    '-r',
    REQUIREMENTS,
  ];
  await run([join(VENV, 'bin', 'python')], pip, { ...env, PIP_USER: '0' });
  writeFileSync(VENV_STAMP, venvWanted());
  say(`  the embedded AWS is in place (${seconds(since)})`);
}

async function main() {
  checkMachine();
  if (npmReady() && venvReady()) return;
  stopOn('SIGINT', 130);
  stopOn('SIGTERM', 143);
  // Both are asked for before anything is downloaded: nobody waits a minute to learn that Python is missing.
  const npm = npmReady() ? null : npmCommand();
  const python = venvReady() ? null : pythonCommand();
  await lock();
  try {
    if (npm && !npmReady()) await installPackages(npm);
    if (python && !venvReady()) await installEmbeddedAws(python);
  } finally {
    unlock();
  }
}

main().catch((error) => {
  process.stderr.write(
    error instanceof Missing ? `\n${error.message}\n\n` : `\nThe installation failed: ${error.message}\n\n`,
  );
  process.exitCode = 1;
});
