import type { Item, Key, Ports, Store, Write } from '../../engine/ports';

/** What DynamoDB charges for: units of writing (1 KB) and of reading (4 KB), the index of what is due included. */
export class UnitCounter {
  write = 0;
  read = 0;

  /** Ports whose table counts here. */
  readonly over = (ports: Ports): Ports => ({ ...ports, store: this.#counting(ports.store) });

  #counting(store: Store): Store {
    return {
      get: async (key) => {
        const item = await store.get(key);
        this.read += readUnits(item ? [item] : []);
        return item;
      },
      put: (item, condition) => this.#written(store, [item], 1, () => store.put(item, condition)),
      update: (key, update, condition) => this.#written(store, [key], 1, () => store.update(key, update, condition)),
      query: async (pk, from, to) => {
        const items = await store.query(pk, from, to);
        this.read += readUnits(items);
        return items;
      },
      // Each write of a transaction is prepared and then committed.
      transact: (writes) => this.#written(store, writes.map(keyOf), 2, () => store.transact(writes)),
      due: async (shard, until, limit) => {
        const due = await store.due(shard, until, limit);
        // The index is read without consistency: half the price.
        this.read += readUnits(due as readonly Item[]) / 2;
        return due;
      },
    };
  }

  /** A condition that fails costs as much as the write would have. */
  async #written<Result>(
    store: Store,
    keys: readonly Key[],
    times: number,
    write: () => Promise<Result>,
  ): Promise<Result> {
    const read = () => Promise.all(keys.map((key) => store.get(key)));
    const before = await read();
    const result = await write();
    const after = await read();
    for (const [at, was] of before.entries()) {
      const is = after[at] ?? null;
      this.write += times * Math.max(1, Math.ceil(Math.max(sizeOf(was), sizeOf(is)) / 1_024)) + indexUnits(was, is);
    }
    return result;
  }
}

const keyOf = (write: Write): Key => (write.type === 'put' ? write.item : write.key);
const sizeOf = (item: unknown): number => (item === null ? 0 : Buffer.byteLength(JSON.stringify(item)));
const readUnits = (items: readonly Item[]): number =>
  Math.max(1, Math.ceil(items.reduce((sum, item) => sum + sizeOf(item), 0) / 4_096));

/** An entry that moves is taken out and put in again. */
function indexUnits(was: Item | null, is: Item | null): number {
  const entry = (item: Item | null): string | null =>
    item?.shard === undefined || item.wakeAt === undefined ? null : `${item.shard} ${item.wakeAt}`;
  const [before, after] = [entry(was), entry(is)];
  if (before === after) return 0;
  return (before === null ? 0 : 1) + (after === null ? 0 : 1);
}
