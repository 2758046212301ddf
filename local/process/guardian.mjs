/**
 * Runs a command in a process group of its own and ends the whole group when the one who started it is gone:
 * its standard input closes, however that came about. Usage: guardian.mjs GRACE_MS TEMPORARY COMMAND ARG…
 *
 * A closed input asks politely (SIGTERM) and kills after GRACE_MS; SIGTERM or SIGINT kill at once.
 * TEMPORARY is a folder that is removed at the end, or empty.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [grace, temporary, command, ...args] = process.argv.slice(2);
let child;

function killGroup() {
  try {
    if (child?.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the group is gone already, which is what is wanted.
  }
}

// Before there is anything to kill: a signal in between must not find us without a handler.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, killGroup);

child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', (code, signal) => {
  killGroup(); // what the command started and left behind
  if (temporary) rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  process.exit(signal ? 128 : code);
});

process.stdin.resume();
process.stdin.once('end', () => {
  child.kill('SIGTERM');
  setTimeout(killGroup, Number(grace));
});
process.stdin.once('error', killGroup);
