import { createHash, timingSafeEqual } from 'node:crypto';
import { type EpochMs, SECOND_MS } from '../../core/time';
import type { Clock } from '../ports';
import type { KeyAt, Sender } from './configuration';

/** Where keys are read; an old value is better than none. */
export type KeyReader = {
  /** @throws when it cannot be read and never was */
  read(reference: string): Promise<string>;
  /** The next read asks again. */
  refused(reference: string): void;
};

/** Keys cannot be read: nobody can be told apart from a stranger. */
export class KeysUnreadable extends Error {
  override readonly name = 'KeysUnreadable';
}

/** A key may just have been exchanged: then it is read anew, but a stranger must not have us read on and on. */
const AGAIN_AFTER_MS = 30 * SECOND_MS;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Equal in a time that says nothing of where they differ. */
export const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** Knows senders by their keys. One per process: it remembers when it last looked for new keys. */
export class Keyring {
  readonly #keys: KeyReader;
  readonly #clock: Clock;
  #lookedAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(keys: KeyReader, clock: Clock) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /**
   * Whose key this is; null: nobody's.
   * @throws {KeysUnreadable} when it is none of those that can be read, and some cannot
   */
  async senderOf(senders: readonly Sender[], given: string): Promise<Sender | null> {
    const found = await this.#match(senders, given);
    if (found || !this.#mayLookAgain()) return found;
    for (const { key } of senders) if ('reference' in key) this.#keys.refused(key.reference);
    return this.#match(senders, given);
  }

  /** Does this hold for the key, or for the one that took its place? @throws {KeysUnreadable} when it cannot be read */
  async holds(reference: string, test: (key: string) => boolean): Promise<boolean> {
    if (test(await this.#read({ reference }))) return true;
    if (!this.#mayLookAgain()) return false;
    this.#keys.refused(reference);
    return test(await this.#read({ reference }));
  }

  /** Reads all of them, to see that they are there. @throws {KeysUnreadable} which one is not */
  async readAll(references: readonly string[]): Promise<void> {
    for (const reference of references) await this.#read({ reference });
  }

  #mayLookAgain(): boolean {
    const now = this.#clock.now();
    if (now - this.#lookedAt < AGAIN_AFTER_MS) return false;
    this.#lookedAt = now;
    return true;
  }

  /** All are compared, whichever it is. */
  async #match(senders: readonly Sender[], given: string): Promise<Sender | null> {
    const keys = await Promise.allSettled(senders.map(({ key }) => this.#read(key)));
    const matching = senders.filter((_, at) => {
      const key = keys[at];
      return key?.status === 'fulfilled' && isSame(key.value, given);
    });
    if (matching[0]) return matching[0];
    const unread = keys.find((key) => key.status === 'rejected');
    if (unread) throw unread.reason;
    return null;
  }

  async #read(key: KeyAt): Promise<string> {
    if ('value' in key) return key.value;
    try {
      const value = await this.#keys.read(key.reference);
      if (value !== '') return value;
    } catch (cause) {
      throw new KeysUnreadable(`${key.reference} cannot be read`, { cause });
    }
    throw new KeysUnreadable(`${key.reference} is empty`);
  }
}
