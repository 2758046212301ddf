import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { PATHS, ROOT } from './paths';

const Message = z.object({ line: z.string().optional(), ready: z.boolean().optional() });
/** What a detached run says to the one who started it. */
export type DetachedMessage = z.infer<typeof Message>;

/** Starts a run of its own that outlives this process, shows what it says, and returns when it is ready. */
export async function startDetached(args: readonly string[]): Promise<void> {
  mkdirSync(dirname(PATHS.log), { recursive: true });
  const log = openSync(PATHS.log, 'w');
  const child = spawn(process.execPath, ['--import', 'tsx', join('local', 'start.ts'), '--daemon', ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));

  const code = await new Promise<number>((resolve) => {
    child.on('message', (message) => {
      const { line, ready } = Message.parse(message);
      if (line !== undefined) console.log(line);
      if (ready) resolve(0);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  if (child.connected) child.disconnect();
  child.unref();
  process.exit(code);
}
