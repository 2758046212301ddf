/** Seeds from `from` on, `count` of them, handed out in blocks: what is done can be said in one number. */
export class Blocks {
  readonly #end: number;
  readonly #open = new Set<number>();
  #next: number;
  #done = 0;

  constructor(
    readonly from: number,
    count: number,
    readonly size: number,
  ) {
    this.#next = from;
    this.#end = from + count;
  }

  /** The next block, or null when all are handed out. */
  take(): { readonly from: number; readonly count: number } | null {
    const from = this.#next;
    const count = Math.min(this.size, this.#end - from);
    if (count <= 0) return null;
    this.#next += count;
    this.#open.add(from);
    return { from, count };
  }

  finish({ from, count }: { readonly from: number; readonly count: number }): void {
    this.#open.delete(from);
    this.#done += count;
  }

  /** Worlds that were played. */
  get done(): number {
    return this.#done;
  }

  /** All seeds before this one were played: a later run goes on here. */
  get resumeAt(): number {
    return Math.min(this.#next, ...this.#open);
  }
}
