import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../../local/lock';
import { startChild } from '../../../local/process/child';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes its number and that of a child of its own, then does as told when asked to end. */
const program = (onTerm: string) => `
  const { spawn } = require('node:child_process');
  const child = spawn('sleep', ['1000']);
  process.on('SIGTERM', () => { ${onTerm} });
  setInterval(() => {}, 1000);
  console.log('pids', process.pid, child.pid);
`;
const stubborn = program('');
const polite = program('process.exit(0)');

const start = (code: string, more: { graceMs?: number; temporary?: string } = {}) =>
  startChild({
    command: process.execPath,
    args: ['-e', code],
    env: { PATH: process.env.PATH ?? '' },
    cwd: folder,
    log: join(folder, 'log'),
    ...more,
  });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

async function pids(): Promise<number[]> {
  const read = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  await until(() => /pids \d+ \d+\n/.test(read()));
  return read().trim().split(' ').slice(1).map(Number);
}

test('a process that is asked ends by itself, and what it started ends too', async () => {
  // Prepare
  const child = start(polite);
  const started = await pids();

  // Act
  const status = await child.stop();

  // Assess
  expect(status).toBe(0);
  await until(() => !started.some(isAlive));
});

test('a process that ignores the request is killed after the grace, with what it started', async () => {
  const child = start(stubborn, { graceMs: 100 });
  const started = await pids();

  const status = await child.stop();

  expect(status).toBe(128);
  await until(() => !started.some(isAlive));
});

test('"now" does not ask', async () => {
  const child = start(polite, { graceMs: 60_000 });
  const started = await pids();

  expect(await child.stop('now')).toBe(128);
  await until(() => !started.some(isAlive));
});

test('the temporary folder goes with the process', async () => {
  // Prepare
  const temporary = join(folder, 'temporary');
  mkdirSync(join(temporary, 'inside'), { recursive: true });
  const child = start(stubborn, { temporary });
  await pids();

  // Act
  await child.stop('now');

  // Assess
  expect(existsSync(temporary)).toBe(false);
});

test('when the one who started it is killed, it ends as well', async () => {
  // Prepare: a launcher that starts the guardian and is then killed outright
  const guardian = join(__dirname, '..', '..', '..', 'local', 'process', 'guardian.mjs');
  const launcher = spawn(process.execPath, [
    '-e',
    `const { spawn } = require('node:child_process');
     const { openSync } = require('node:fs');
     const log = openSync(${JSON.stringify(join(folder, 'log'))}, 'a');
     spawn(process.execPath, [${JSON.stringify(guardian)}, '100', '', process.execPath, '-e', ${JSON.stringify(stubborn)}],
       { stdio: ['pipe', log, log], detached: true });
     setInterval(() => {}, 1000);`,
  ]);
  const started = await pids();

  // Act
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');

  // Assess
  await until(() => !started.some(isAlive));
});

test('a command that does not exist says so', async () => {
  const child = startChild({
    command: '/nowhere/python',
    args: [],
    env: {},
    cwd: folder,
    log: join(folder, 'log'),
  });

  expect(await child.exited).toBe(127);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('/nowhere/python');
});
