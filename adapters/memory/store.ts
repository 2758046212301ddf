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
import { compareText, holds, refuseInvalid, refuseUnstorable, updated } from './apply';

/** DynamoDB's limits, enforced so that what fits here fits there. */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_TRANSACTION_WRITES = 100;
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

type Partition = Map<string, Item>;

const keyOf = (write: Write): Key => (write.type === 'put' ? write.item : write.key);

/** The table in memory, with DynamoDB's semantics and limits: the simulation, `replay` and unit tests run on it. */
export class MemoryStore implements Store {
  readonly #partitions = new Map<string, Partition>();
  readonly #due = new Map<number, Map<string, Due>>();

  async get({ pk, sk }: Key): Promise<Item | null> {
    return this.#read(pk, sk);
  }

  async put(item: Item, condition?: Condition): Promise<Written> {
    return this.#write({ type: 'put', item, ...(condition && { condition }) });
  }

  async update(key: Key, update: Update, condition?: Condition): Promise<Written> {
    return this.#write({ type: 'update', key, update, ...(condition && { condition }) });
  }

  async query(pk: string, from: string, to: string): Promise<readonly Item[]> {
    const items = [...(this.#partitions.get(pk)?.values() ?? [])];
    const within = items.filter(({ sk }) => compareText(sk, from) >= 0 && compareText(sk, to) <= 0);
    return within.sort((a, b) => compareText(a.sk, b.sk));
  }

  async transact(writes: readonly Write[]): Promise<boolean> {
    if (writes.length === 0 || writes.length > MAX_TRANSACTION_WRITES)
      throw new StoreError(`${writes.length} writes in one transaction`);
    const keys = new Set(writes.map(keyOf).map(({ pk, sk }) => JSON.stringify([pk, sk])));
    if (keys.size < writes.length) throw new StoreError('two writes to one item in one transaction');
    for (const write of writes) refuseInvalid(write);
    const allHold = writes.every((write) => holds(this.#read(keyOf(write).pk, keyOf(write).sk), write.condition));
    if (!allHold) return false;
    const results = writes.map((write) => [write, this.#result(write)] as const);
    const bytes = results.reduce((sum, [, item]) => sum + (item ? sizeOf(item) : 0), 0);
    if (bytes > MAX_TRANSACTION_BYTES) throw new StoreError(`a transaction of ${bytes} bytes`);
    for (const [write, item] of results) if (write.type !== 'check') this.#keep(keyOf(write), item);
    return true;
  }

  async due(shard: number, until: number, limit: number): Promise<readonly Due[]> {
    const found = [...(this.#due.get(shard)?.values() ?? [])].filter(({ wakeAt }) => wakeAt <= until);
    return found.sort((a, b) => a.wakeAt - b.wakeAt).slice(0, limit);
  }

  /** Every item, in no particular order; for checks and pictures of the whole. */
  *items(): Iterable<Item> {
    for (const partition of this.#partitions.values()) yield* partition.values();
  }

  #read(pk: string, sk: string): Item | null {
    return this.#partitions.get(pk)?.get(sk) ?? null;
  }

  #write(write: Write): Written {
    refuseInvalid(write);
    const { pk, sk } = keyOf(write);
    const existing = this.#read(pk, sk);
    if (!holds(existing, write.condition)) return { ok: false, existing };
    const item = this.#result(write) ?? { pk, sk };
    this.#keep({ pk, sk }, item);
    return { ok: true, item };
  }

  #result(write: Write): Item | null {
    if (write.type === 'delete' || write.type === 'check') return null;
    const { pk, sk } = keyOf(write);
    const item = write.type === 'put' ? write.item : updated(this.#read(pk, sk), { pk, sk }, write.update);
    if (write.type === 'update') refuseUnstorable(item);
    const bytes = sizeOf(item);
    if (bytes > MAX_ITEM_BYTES) throw new StoreError(`${pk} ${sk} would have ${bytes} bytes`);
    return item;
  }

  #keep({ pk, sk }: Key, item: Item | null): void {
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, partition);
    if (item) partition.set(sk, item);
    else partition.delete(sk);
    this.#index({ pk, sk }, item);
  }

  /** The sparse index holds what has both of its attributes. */
  #index({ pk, sk }: Key, item: Item | null): void {
    const name = JSON.stringify([pk, sk]);
    for (const entries of this.#due.values()) entries.delete(name);
    if (typeof item?.shard !== 'number' || typeof item.wakeAt !== 'number') return;
    const entries = this.#due.get(item.shard) ?? new Map<string, Due>();
    this.#due.set(item.shard, entries);
    entries.set(name, { pk, sk, wakeAt: item.wakeAt });
  }
}

/** About what DynamoDB charges: names and values in UTF-8. */
function sizeOf(item: Item): number {
  const text = JSON.stringify(item);
  // A character takes at most three bytes: most items are far from the limit and need no count.
  return text.length * 3 < MAX_ITEM_BYTES ? text.length : Buffer.byteLength(text);
}
