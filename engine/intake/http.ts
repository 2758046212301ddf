import type { Clock, Ids, Queue, Store } from '../ports';
import type { IngestConfiguration } from './configuration';
import type { Keyring } from './keyring';

/** A request as it came, its body as text. */
export type Posted = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Of the body as it was sent. */
  readonly bytes: number;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What is answered, and words for the log, which has no texts of others and no keys. */
export type Answer = { readonly reply: Reply; readonly route: string; readonly sender: string | null };

/** What the public function may reach for. */
export type IntakePorts = {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  /** For its own counters. */
  readonly store: Pick<Store, 'update'>;
  readonly queue: Pick<Queue, 'send'>;
  readonly keyring: Keyring;
};

/** One way in. */
export type Route = (ports: IntakePorts, ingest: IngestConfiguration, posted: Posted) => Promise<Answer>;

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

/** Compressed bodies are not opened: a small one may hold gigabytes. */
export const isCompressed = ({ headers }: Posted): boolean =>
  !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());
