import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a process gets between the polite request to end and SIGKILL. The embedded AWS can ignore the request for ever. */
const GRACE_MS = 5_000;
const GUARDIAN = join(import.meta.dirname, 'guardian.mjs');

export type Child = {
  readonly pid: number;
  /** Its exit status; 128 when a signal ended it. */
  readonly exited: Promise<number>;
  /** Resolves when the process and all it started are gone. `now` skips the polite request. */
  readonly stop: (how?: 'politely' | 'now') => Promise<number>;
};

export type Command = {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing of ours leaks in. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** File to which both outputs are appended. */
  readonly log: string;
  /** A folder that is removed when it has ended, however it ended. */
  readonly temporary?: string;
  readonly graceMs?: number;
};

/** Starts a command that cannot outlive this process, even when this process is killed. */
export function startChild({ command, args, env, cwd, log, temporary = '', graceMs = GRACE_MS }: Command): Child {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [GUARDIAN, String(graceMs), temporary, command, ...args], {
    cwd,
    env: { ...env },
    stdio: ['pipe', output, output],
    detached: true, // Ctrl-C on the terminal reaches us alone; we end our children in order
  });
  closeSync(output);
  child.stdin?.on('error', () => {}); // EPIPE: it ended before us
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      // The guardian did so, unless it was ended before it could.
      if (temporary) rmSync(temporary, { recursive: true, force: true });
      resolve(code ?? 128);
    });
  });
  return {
    pid: child.pid ?? 0,
    exited,
    stop: (how = 'politely') => {
      if (how === 'now') child.kill('SIGTERM');
      else child.stdin?.end();
      return exited;
    },
  };
}
