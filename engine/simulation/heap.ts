/** The earliest first; of two at one instant, the one that was put first. */
export class Heap<Entry> {
  readonly #entries: { readonly at: number; readonly sequence: number; readonly entry: Entry }[] = [];
  #sequence = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** When the earliest is, or infinity. */
  get nextAt(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  put(at: number, entry: Entry): void {
    this.#sequence += 1;
    this.#entries.push({ at, sequence: this.#sequence, entry });
    this.#rise(this.#entries.length - 1);
  }

  take(): { at: number; entry: Entry } | null {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (!first || !last) return null;
    if (this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink(0);
    }
    return { at: first.at, entry: first.entry };
  }

  #isBefore(one: number, other: number): boolean {
    const a = this.#entries[one];
    const b = this.#entries[other];
    if (!a || !b) return false;
    return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
  }

  #swap(one: number, other: number): void {
    const a = this.#entries[one];
    const b = this.#entries[other];
    if (!a || !b) return;
    this.#entries[one] = b;
    this.#entries[other] = a;
  }

  #rise(start: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(start: number): void {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}
