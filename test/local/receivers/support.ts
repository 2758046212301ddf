import type { Received } from '../../../local/receivers/received';

/** A request to a receiver, at a second of 2026-01-01. */
export const posted = (path: string, body: unknown, second = 0, headers: Record<string, string> = {}): Received => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  path,
  headers,
  body: JSON.parse(JSON.stringify(body)),
});
