import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * The embedded AWS as it was right after the last deployment. Every run begins from a copy, so a start is quick, no
 * incident of yesterday is still open, and a crash in whatever moment spoils nothing.
 */
const Deployed = z.object({
  /** Of the sources that it was made of. */
  state: z.string(),
  /** Addresses of queues hold it, so on another port the snapshot is of no use. */
  port: z.int(),
  deployment: z.object({
    topics: z.object({ critical: z.string(), warning: z.string(), info: z.string() }),
    /** The id of the HTTP API that takes what is posted. */
    intakeApi: z.string(),
  }),
});
export type Deployed = z.infer<typeof Deployed>;
export type Deployment = Deployed['deployment'];

const snapshotIn = (home: string) => join(home, 'snapshot');
/** Written last: without it a snapshot is not complete. */
const recordIn = (home: string) => join(snapshotIn(home), 'deployed.json');

/** Where a running embedded AWS has its state. */
export const liveIn = (home: string) => join(home, 'live');

/** What the snapshot holds, or null when there is none. */
export function readSnapshot(home: string): Deployed | null {
  const record = recordIn(home);
  const read = Deployed.safeParse(existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : null);
  return read.success ? read.data : null;
}

/** Lays out the state from which the embedded AWS starts on a port. @returns what it then has, null for nothing */
export function layOut(home: string, port: number): Deployed | null {
  rmSync(liveIn(home), { recursive: true, force: true });
  const snapshot = readSnapshot(home);
  if (snapshot?.port !== port) return null;
  cpSync(snapshotIn(home), liveIn(home), { recursive: true });
  return snapshot;
}

/** Makes what the embedded AWS just saved the new snapshot. */
export function keepSnapshot(home: string, deployed: Deployed): void {
  dropSnapshot(home);
  renameSync(liveIn(home), snapshotIn(home));
  writeFileSync(recordIn(home), JSON.stringify(deployed));
}

export const dropSnapshot = (home: string): void => rmSync(snapshotIn(home), { recursive: true, force: true });
