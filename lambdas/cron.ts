import type { Configuration } from '../engine/configuration/configuration';

/** Loads what reads cron expressions, where a heartbeat has one. */
export async function cronFor({ ingest }: Pick<Configuration, 'ingest'>): Promise<void> {
  if (ingest.heartbeats.some(({ expect }) => expect.type === 'cron')) await import('../core/heartbeat/cron');
}
