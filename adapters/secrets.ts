import { MINUTE_MS } from '../core/time';
import { type Clock, TransportError } from '../engine/ports';

const KEEP_MS = 5 * MINUTE_MS;

/** Reads a secret where it lies. */
export type SecretReader = (name: string) => Promise<string>;

/** By what stands before the colon of a reference. */
export type SecretReaders = Readonly<Record<'ssm' | 'secretsmanager', SecretReader>>;

export type Secrets = {
  /** @throws {TransportError} when it cannot be read and never was: the message names the reference */
  read(reference: string): Promise<string>;
  /** The provider refused it: the next read asks again. */
  refused(reference: string): void;
};

type Kept = { readonly value: string; readonly until: number };

/** Secrets in memory for five minutes; an old value is better than none when the store cannot be asked. */
export class CachedSecrets implements Secrets {
  readonly #kept = new Map<string, Kept>();
  readonly #readers: SecretReaders;
  readonly #clock: Clock;

  constructor(readers: SecretReaders, clock: Clock) {
    this.#readers = readers;
    this.#clock = clock;
  }

  async read(reference: string): Promise<string> {
    const kept = this.#kept.get(reference);
    const now = this.#clock.now();
    if (kept && now < kept.until) return kept.value;
    try {
      const value = (await this.#ask(reference)).trim(); // files end with a newline, keys do not
      this.#kept.set(reference, { value, until: now + KEEP_MS });
      return value;
    } catch (cause) {
      if (kept) return kept.value;
      const why = cause instanceof Error ? cause.name : 'unknown error';
      throw new TransportError(`the secret ${reference} cannot be read: ${why}`);
    }
  }

  refused(reference: string): void {
    const kept = this.#kept.get(reference);
    if (kept) this.#kept.set(reference, { ...kept, until: 0 });
  }

  async #ask(reference: string): Promise<string> {
    const [, source, name = ''] = /^(ssm|secretsmanager):(.+)$/s.exec(reference) ?? [];
    if (source !== 'ssm' && source !== 'secretsmanager') throw new TransportError('not a reference');
    return this.#readers[source](name);
  }
}
