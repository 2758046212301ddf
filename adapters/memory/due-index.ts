import type { Due, Item } from '../../engine/ports';

type Entry = Due & { readonly shard: number };

/** The sparse index: it holds what has both of its attributes. */
export class DueIndex {
  readonly #shards = new Map<number, Set<Entry>>();
  readonly #entries = new Map<string, Map<string, Entry>>();

  /** @param item as it is now; null where it is gone */
  follow(pk: string, sk: string, item: Item | null): void {
    const shard = item?.shard;
    const wakeAt = item?.wakeAt;
    const before = this.#entries.get(pk)?.get(sk);
    if (before?.shard === shard && before?.wakeAt === wakeAt) return;
    if (before) {
      this.#shards.get(before.shard)?.delete(before);
      this.#entries.get(pk)?.delete(sk);
    }
    if (typeof shard !== 'number' || typeof wakeAt !== 'number') return;
    const entry: Entry = { pk, sk, wakeAt, shard };
    listed(this.#shards, shard, () => new Set()).add(entry);
    listed(this.#entries, pk, () => new Map()).set(sk, entry);
  }

  /** Is anything due until then, in any shard? */
  has(until: number): boolean {
    for (const shard of this.#shards.values()) for (const { wakeAt } of shard) if (wakeAt <= until) return true;
    return false;
  }

  /** Entries of one shard up to an instant, earliest first. */
  until(shard: number, until: number, limit: number): readonly Due[] {
    const found: Due[] = [];
    for (const { pk, sk, wakeAt } of this.#shards.get(shard) ?? []) if (wakeAt <= until) found.push({ pk, sk, wakeAt });
    return found.sort((a, b) => a.wakeAt - b.wakeAt).slice(0, limit);
  }
}

function listed<Name, List>(lists: Map<Name, List>, name: Name, fresh: () => List): List {
  const known = lists.get(name);
  if (known) return known;
  const made = fresh();
  lists.set(name, made);
  return made;
}
