import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The process that runs here, by its lock, or null. A lock that a crash left behind counts for nothing. */
export function ownerOf(lock: string): number | null {
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  return pid && isOurs(pid) ? pid : null;
}

/** Takes the lock for this process. @returns null when it is taken, else the process that has it */
export function takeLock(lock: string): number | null {
  mkdirSync(dirname(lock), { recursive: true });
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    for (;;) {
      try {
        linkSync(mine, lock); // appears with its content, or not at all
        return null;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const owner = ownerOf(lock);
      if (owner !== null) return owner;
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Gives the lock back, if it is this process's own. */
export function releaseLock(lock: string): void {
  if (existsSync(lock) && readFileSync(lock, 'utf8') === String(process.pid)) rmSync(lock);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null;

/** Numbers of processes are used again: nobody else's process may be taken for ours, or ended. */
function isOurs(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const linux = `/proc/${pid}/cmdline`;
  const command = existsSync(linux)
    ? readFileSync(linux, 'utf8')
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return command.includes('local/start.ts');
}
