import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');
const HOME = join(ROOT, '.tocsin');

/** Where a local run keeps what it needs; all of it is ignored by Git. */
export const PATHS = {
  venv: join(HOME, 'venv'),
  /** State, logs and temporary files of the embedded AWS and the deployment. */
  aws: join(HOME, 'aws'),
  /** Tells other programs where everything is, once it is ready. */
  local: join(HOME, 'local.json'),
  lock: join(HOME, 'run.lock'),
  /** What a detached run prints. */
  log: join(HOME, 'start.log'),
};
