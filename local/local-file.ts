import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

/** Where everything of a local run is: `.tocsin/local.json`, a promise to outside programs. What is not built yet is null. */
export const LocalFile = z.object({
  aws: z.url(),
  region: z.string(),
  /** Base address for PagerDuty's Events API v2. */
  events: z.url().nullable(),
  /** Address of the Alertmanager webhook, with its token. */
  alertmanager: z.url().nullable(),
  /** The status page. */
  status: z.url().nullable(),
  receivers: z.object({ pagerduty: z.url(), slack: z.url(), webhook: z.url(), sms: z.url(), email: z.url() }),
  inbox: z.url(),
  topics: z.object({ critical: z.string(), warning: z.string(), info: z.string() }),
  /** Keys for what is posted, and where each heartbeat reports. */
  intake: z.object({
    routing_key: z.string(),
    bearer: z.string(),
    alerts: z.url(),
    heartbeats: z.record(z.string(), z.url()),
  }),
  pid: z.int(),
});
export type LocalFile = z.infer<typeof LocalFile>;

/** Appears whole or not at all: other programs wait for it. */
export function writeLocalFile(path: string, local: LocalFile): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(local, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Null when there is none, or one that cannot be read. */
export function readLocalFile(path: string): LocalFile | null {
  if (!existsSync(path)) return null;
  try {
    return LocalFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

export const removeLocalFile = (path: string): void => rmSync(path, { force: true });
