import {
  type Condition,
  type Due,
  type Item,
  type Key,
  type Store,
  StoreError,
  type Update,
  type Write,
  type Written,
} from '../../engine/ports';
import { holds, type Kept, kept, refuseInvalid, updated } from './apply';
import { DueIndex } from './due-index';
import { Partition } from './partition';
import { bytesOf } from './size';

/** DynamoDB's limits, enforced so that what fits here fits there. */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_TRANSACTION_WRITES = 100;
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

const keyOf = (write: Write): Key => (write.type === 'put' ? write.item : write.key);

/** The table in memory, with DynamoDB's semantics and limits: the simulation, `replay` and unit tests run on it. */
export class MemoryStore implements Store {
  readonly #partitions = new Map<string, Partition>();
  readonly #due = new DueIndex();

  async get({ pk, sk }: Key): Promise<Item | null> {
    return this.#read(pk, sk)?.item ?? null;
  }

  async put(item: Item, condition?: Condition): Promise<Written> {
    return this.#write({ type: 'put', item, ...(condition && { condition }) });
  }

  async update(key: Key, update: Update, condition?: Condition): Promise<Written> {
    return this.#write({ type: 'update', key, update, ...(condition && { condition }) });
  }

  async query(pk: string, from: string, to: string): Promise<readonly Item[]> {
    return this.#partitions.get(pk)?.between(from, to) ?? [];
  }

  async transact(writes: readonly Write[]): Promise<boolean> {
    if (writes.length === 0 || writes.length > MAX_TRANSACTION_WRITES)
      throw new StoreError(`${writes.length} writes in one transaction`);
    refuseTwice(writes.map(keyOf));
    for (const write of writes) refuseInvalid(write);
    const puts = writes.map((write) => (write.type === 'put' ? this.#result(write) : null));
    const allHold = writes.every((write) => {
      const { pk, sk } = keyOf(write);
      return holds(this.#read(pk, sk)?.item ?? null, write.condition);
    });
    if (!allHold) return false;
    const results = writes.map((write, at) => puts[at] ?? this.#result(write));
    refuseTooLarge(results);
    for (const [at, write] of writes.entries()) if (write.type !== 'check') this.#keep(keyOf(write), results[at]);
    return true;
  }

  async due(shard: number, until: number, limit: number): Promise<readonly Due[]> {
    return this.#due.until(shard, until, limit);
  }

  /** Is anything due until then? Looked up without a port's call, where nothing can come of one. */
  hasDue(until: number): boolean {
    return this.#due.has(until);
  }

  /** Every item, in no particular order; for checks and pictures of the whole. */
  *items(): Iterable<Item> {
    for (const partition of this.#partitions.values()) yield* partition.items();
  }

  #read(pk: string, sk: string): Kept | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  #write(write: Extract<Write, { type: 'put' | 'update' }>): Written {
    refuseInvalid(write);
    // What cannot be stored is refused before any condition is looked at.
    const put = write.type === 'put' ? this.#result(write) : null;
    const { pk, sk } = keyOf(write);
    const existing = this.#read(pk, sk)?.item ?? null;
    if (!holds(existing, write.condition)) return { ok: false, existing };
    const result = put ?? this.#result(write);
    this.#keep({ pk, sk }, result);
    return { ok: true, item: result?.item ?? { pk, sk } };
  }

  /** What a write leaves; null: nothing. */
  #result(write: Write): Kept | null {
    if (write.type === 'delete' || write.type === 'check') return null;
    const { pk, sk } = keyOf(write);
    const result = write.type === 'put' ? kept(write.item) : updated(this.#read(pk, sk), { pk, sk }, write.update);
    if (result.bound > MAX_ITEM_BYTES && bytesOf(result.item) > MAX_ITEM_BYTES)
      throw new StoreError(`${pk} ${sk} would have ${bytesOf(result.item)} bytes`);
    return result;
  }

  #keep({ pk, sk }: Key, result: Kept | null | undefined): void {
    let partition = this.#partitions.get(pk);
    if (!partition) {
      partition = new Partition();
      this.#partitions.set(pk, partition);
    }
    if (result) partition.set(sk, result);
    else partition.delete(sk);
    this.#due.follow(pk, sk, result?.item ?? null);
  }
}

function refuseTwice(keys: readonly Key[]): void {
  const seen = new Map<string, Set<string>>();
  for (const { pk, sk } of keys) {
    const known = seen.get(pk);
    if (known?.has(sk)) throw new StoreError('two writes to one item in one transaction');
    if (known) known.add(sk);
    else seen.set(pk, new Set([sk]));
  }
}

function refuseTooLarge(results: readonly (Kept | null)[]): void {
  const bound = results.reduce((sum, result) => sum + (result?.bound ?? 0), 0);
  if (bound <= MAX_TRANSACTION_BYTES) return;
  const bytes = results.reduce((sum, result) => sum + (result ? bytesOf(result.item) : 0), 0);
  if (bytes > MAX_TRANSACTION_BYTES) throw new StoreError(`a transaction of ${bytes} bytes`);
}
