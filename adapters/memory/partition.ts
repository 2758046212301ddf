import type { Item } from '../../engine/ports';
import { compareText, type Kept } from './apply';

/** The items of one partition key: by sort key, and in its order. */
export class Partition {
  readonly #items = new Map<string, Kept>();
  /** Sort keys in order; null until somebody asks after one came or went. */
  #order: string[] | null = null;

  get(sk: string): Kept | undefined {
    return this.#items.get(sk);
  }

  set(sk: string, kept: Kept): void {
    if (!this.#items.has(sk)) this.#order = null;
    this.#items.set(sk, kept);
  }

  delete(sk: string): void {
    if (this.#items.delete(sk)) this.#order = null;
  }

  /** Those whose sort key lies in [from, to]. */
  between(from: string, to: string): readonly Item[] {
    this.#order ??= [...this.#items.keys()].sort(compareText);
    const found: Item[] = [];
    for (let at = firstFrom(this.#order, from); at < this.#order.length; at += 1) {
      const sk = this.#order[at] ?? '';
      if (compareText(sk, to) > 0) break;
      const kept = this.#items.get(sk);
      if (kept) found.push(kept.item);
    }
    return found;
  }

  *items(): Iterable<Item> {
    for (const { item } of this.#items.values()) yield item;
  }
}

/** Where the first key is that is not before `from`. */
function firstFrom(order: readonly string[], from: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(order[middle] ?? '', from) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
