import { rmSync } from 'node:fs';
import { PATHS } from './paths';
import { stopRunning } from './stopping';

/** Ends what runs here and forgets it: the next start deploys anew. What was installed stays. */
await stopRunning();
for (const path of [PATHS.aws, PATHS.local, PATHS.log, PATHS.lock]) rmSync(path, { recursive: true, force: true });
console.log('All state is gone; the next "npm start" begins anew.');
