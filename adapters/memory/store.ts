import {
  type Clause,
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

/** DynamoDB's limits, enforced so that what fits here fits there. */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_TRANSACTION_WRITES = 100;
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

type Partition = Map<string, Item>;

function clauseHolds(item: Item | null, clause: Clause): boolean {
  const [attribute, operator, expected] = clause;
  const actual = item?.[attribute];
  if (operator === 'absent') return actual === undefined;
  if (operator === 'present') return actual !== undefined;
  if (operator === '<>') return actual !== expected;
  if (actual === undefined || actual === null || typeof actual !== typeof expected || expected === undefined)
    return false;
  switch (operator) {
    case '=':
      return actual === expected;
    case '<':
      return actual < expected;
    case '<=':
      return actual <= expected;
    case '>':
      return actual > expected;
    case '>=':
      return actual >= expected;
  }
}

const holds = (item: Item | null, condition: Condition | undefined): boolean =>
  condition === undefined || condition.some((clauses) => clauses.every((clause) => clauseHolds(item, clause)));

function updated(existing: Item | null, key: Key, { set, setIfAbsent, copy, add, remove }: Update): Item {
  const before: Item = existing ?? { ...key };
  const after: Record<string, Item[string]> = { ...before };
  for (const [name, value] of Object.entries(setIfAbsent ?? {})) after[name] = before[name] ?? value;
  for (const [target, source] of Object.entries(copy ?? {})) after[target] = before[source] ?? null;
  for (const [name, value] of Object.entries(set ?? {})) after[name] = value;
  for (const [name, amount] of Object.entries(add ?? {})) {
    const value = before[name] ?? 0;
    if (typeof value !== 'number') throw new StoreError(`cannot add to ${name}: not a number`);
    after[name] = value + amount;
  }
  for (const name of remove ?? []) delete after[name];
  return after as Item;
}

const keyOf = (write: Write): Key => (write.type === 'put' ? write.item : write.key);

/** The table in memory, with DynamoDB's semantics and limits: the simulation, `replay` and unit tests run on it. */
export class MemoryStore implements Store {
  readonly #partitions = new Map<string, Partition>();

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
    return items.filter(({ sk }) => sk >= from && sk <= to).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  }

  async transact(writes: readonly Write[]): Promise<boolean> {
    if (writes.length > MAX_TRANSACTION_WRITES) throw new StoreError(`${writes.length} writes in one transaction`);
    const keys = new Set(writes.map(keyOf).map(({ pk, sk }) => JSON.stringify([pk, sk])));
    if (keys.size < writes.length) throw new StoreError('two writes to one item in one transaction');
    const allHold = writes.every((write) => holds(this.#read(keyOf(write).pk, keyOf(write).sk), write.condition));
    if (!allHold) return false;
    const results = writes.map((write) => [write, this.#result(write)] as const);
    const bytes = results.reduce((sum, [, item]) => sum + (item ? sizeOf(item) : 0), 0);
    if (bytes > MAX_TRANSACTION_BYTES) throw new StoreError(`a transaction of ${bytes} bytes`);
    for (const [write, item] of results) if (write.type !== 'check') this.#keep(keyOf(write), item);
    return true;
  }

  async due(shard: number, until: number, limit: number): Promise<readonly Due[]> {
    const found: Due[] = [];
    for (const item of this.items()) {
      const { pk, sk, wakeAt } = item;
      if (item.shard === shard && typeof wakeAt === 'number' && wakeAt <= until) found.push({ pk, sk, wakeAt });
    }
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
    const bytes = sizeOf(item);
    if (bytes > MAX_ITEM_BYTES) throw new StoreError(`${pk} ${sk} would have ${bytes} bytes`);
    return item;
  }

  #keep({ pk, sk }: Key, item: Item | null): void {
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, partition);
    if (item) partition.set(sk, item);
    else partition.delete(sk);
  }
}

/** About what DynamoDB charges: names and values in UTF-8. */
const sizeOf = (item: Item): number => Buffer.byteLength(JSON.stringify(item));
