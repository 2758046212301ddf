import type { ZodMiniType } from 'zod/mini';
import type { Json } from '../core/json';
import type { Notification } from '../core/notification/notification';
import type { Hears } from '../core/routing/receiver';

/** A secret by reference (`ssm:/name`, `secretsmanager:name`): resolved by the transport, in memory, as it sends. */
export type Secret = { readonly $secret: string };

const secrets = new WeakSet<object>();

export function secret(reference: string): Secret {
  const marker = { $secret: reference };
  secrets.add(marker);
  return marker;
}

/** Made by {@link secret}, not merely alike: a sender may name a label `$secret`, and must not be sent what it names. */
export const isSecret = (value: unknown): value is Secret =>
  typeof value === 'object' && value !== null && secrets.has(value);

/** JSON in which a secret may stand wherever a value may. */
export type Template = Json | Secret | readonly Template[] | { readonly [key: string]: Template };

export type HttpRequest = {
  readonly kind: 'http';
  readonly url: string | Secret;
  readonly json: Template;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `Authorization: Bearer …`. */
  readonly bearer?: string | Secret;
  /** Sent as `Authorization: Basic …`; instead of `bearer`. */
  readonly basic?: { readonly username: string | Secret; readonly password: string | Secret };
  readonly timeoutMs: number;
  /** It only adds to what was delivered just before. */
  readonly isAside?: true;
};
export type SmsRequest = {
  readonly kind: 'sms';
  readonly to: string;
  readonly text: string;
  readonly senderId?: string;
};
export type EmailRequest = {
  readonly kind: 'email';
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
};
/** What a channel asks of the transport. */
export type Request = HttpRequest | SmsRequest | EmailRequest;

/** What came back; SMS and e-mail answer 200 and the provider's message id as body, or the provider's error. */
export type Response = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Outcome =
  | { readonly result: 'delivered'; readonly ref: string | null }
  /** May succeed later; with `forgetRef` only as a new message, for the provider no longer knows the old one. */
  | {
      readonly result: 'failed';
      readonly reason: string;
      readonly retryAfterMs: number | null;
      readonly forgetRef?: true;
    }
  /** Will never succeed as it is. */
  | { readonly result: 'undeliverable'; readonly reason: string };

export const delivered = (ref: string | null = null): Outcome => ({ result: 'delivered', ref });
export const failed = (reason: string, retryAfterMs: number | null = null): Outcome => ({
  result: 'failed',
  reason,
  retryAfterMs,
});
export const undeliverable = (reason: string): Outcome => ({ result: 'undeliverable', reason });

/** How long to wait before the next attempt: `firstMs x factor^n`, give or take `jitter` of it, at most `maxMs`. */
export type Retry = {
  readonly firstMs: number;
  readonly factor: number;
  readonly jitter: number;
  readonly maxMs: number;
};

/** Alertmanager's: 0.5 s, each time half as long again, give or take half, at most a minute. */
export const DEFAULT_RETRY: Retry = { firstMs: 500, factor: 1.5, jitter: 0.5, maxMs: 60_000 };

/** One conversation with one destination, as the channel sees it. */
export type Slot = {
  /** 64 hex digits, constant over the group's life: a deduplication key. */
  readonly key: string;
  /** What the provider called the message when it was first delivered in this conversation, or null. */
  readonly ref: string | null;
  readonly notification: Notification;
};

/** A provider: how to ask it, and how to read its answer. Pure: retrying, ordering and secrets are others' work. */
export type Channel<Config = unknown> = {
  readonly name: string;
  /** The key in a receiver under which its entries stand. */
  readonly configKey: string;
  /** Other keys under which the same entries may stand. */
  readonly alsoUnder?: readonly string[];
  /** Reads one entry; `global` defaults are merged in before. Its output is stored as JSON and reads as itself. */
  readonly config: ZodMiniType<Config>;
  readonly sendResolvedByDefault: boolean;
  readonly hears: Hears;
  /** Absent: {@link DEFAULT_RETRY}. */
  readonly retry?: Retry;
  /** Where one entry names several destinations: an entry for each, which become integrations of their own. */
  readonly each?: (config: Config) => readonly Config[];
  /** The destination as people name it; never a secret. */
  readonly to: (config: Config) => string;
  /** What makes two entries the same destination; may name a secret's reference, never a secret. */
  readonly identity: (config: Config) => string;
  readonly request: (slot: Slot, config: Config) => Request;
  readonly interpret: (response: Response) => Outcome;
  /**
   * What is to be asked after the first request was delivered; null: nothing. Where it fails, both are asked again:
   * the first must bear that.
   */
  readonly aside?: (slot: Slot, config: Config) => HttpRequest | null;
  /**
   * Does it make somebody's phone ring? A person takes only so many pages at once. Absent: it never does.
   * @param isOpen the provider has a message or an incident of this episode already
   */
  readonly isPage?: (notification: Notification, isOpen: boolean) => boolean;
};
