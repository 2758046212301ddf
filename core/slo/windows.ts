import type { EpochMs } from '../time';
import type { Row, Tally } from './tally';

/** A window over the rows: what it holds, and where in the log it begins. */
export type Window = { readonly tally: Tally; covered: number; head: number };

/** Rows that some window still holds, kept once for all windows. */
export class Log {
  private rows: Row[] = [];
  private dropped = 0;
  private readonly windows: Window[] = [];

  window(tally: Tally): Window {
    const window = { tally, covered: 0, head: this.dropped + this.rows.length };
    this.windows.push(window);
    return window;
  }

  add(row: Row): void {
    this.rows.push(row);
    for (const window of this.windows) {
      window.tally.add(row);
      window.covered += row.endsAt - row.time;
    }
  }

  /** Takes out of a window what began before `start`. */
  advance(window: Window, start: EpochMs): void {
    for (;;) {
      const row = this.rows[window.head - this.dropped];
      if (!row || row.time >= start) return;
      window.tally.remove(row);
      window.covered -= row.endsAt - row.time;
      window.head += 1;
    }
  }

  /** Forgets what no window holds. */
  trim(): void {
    const unused = Math.min(...this.windows.map(({ head }) => head)) - this.dropped;
    if (unused < 1_024 || unused * 2 < this.rows.length) return;
    this.rows = this.rows.slice(unused);
    this.dropped += unused;
  }
}
