import { setTimeout as sleep } from 'node:timers/promises';
import { removeLocalFile } from './local-file';
import { isAlive, ownerOf } from './lock';
import { PATHS } from './paths';

const ENDS_WITHIN_MS = 20_000;

/** Ends what runs here, by whatever it takes. @returns false when nothing ran */
export async function stopRunning(): Promise<boolean> {
  const pid = ownerOf(PATHS.lock);
  if (pid === null) {
    removeLocalFile(PATHS.local); // of a run that crashed
    return false;
  }
  process.kill(pid, 'SIGTERM');
  if (await gone(pid)) return true;
  // Its children end themselves when it is gone.
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  removeLocalFile(PATHS.local);
  return true;
}

async function gone(pid: number): Promise<boolean> {
  const deadline = Date.now() + ENDS_WITHIN_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
