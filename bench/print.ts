import type { Hop } from './calls';
import type { ColdStarts } from './cold-start';
import type { Goal } from './goal';
import type { Latency } from './latency';
import type { PageCalls } from './page-calls';
import type { Summary } from './statistics';

export type Report = {
  /** ISO date. */
  readonly date: string;
  readonly machine: string;
  /** Processes that wanted to run in the minute before: beyond the number of cores, all times are too long. */
  readonly load: number;
  readonly latency: Latency;
  readonly pages: PageCalls;
  readonly coldStarts: ColdStarts;
};

/** The report as a person reads it. */
export function reportText({ date, machine, load, latency, pages, coldStarts }: Report): string {
  const { tocsin, minimal, ratio, ratioWithinPairs } = latency;
  const goals = [...latency.goals, ...pages.goals, ...coldStarts.goals];
  return [
    `${date}, ${machine}, load ${load.toFixed(1)}`,
    '',
    `From SNS to the webhook, milliseconds (${tocsin.n} pairs, by turns, after a warm-up)`,
    table([
      ['', 'median', 'p90', 'min', 'max'],
      ['Tocsin', ...figures(tocsin)],
      ['minimal function', ...figures(minimal)],
      ['ratio', ratio.toFixed(2), '', '', ''],
      ['ratio within pairs', ratioWithinPairs.toFixed(2), '', '', ''],
    ]),
    '',
    `Where the time goes, milliseconds (medians of ${pages.n} pages, with the counting proxies in the way)`,
    table([
      ['', 'all', 'waiting for AWS'],
      ...pages.hops.map(({ name, ms, aws }) => [name, ms.toFixed(1), isFunction(name) ? aws.toFixed(1) : '']),
      ['queues and starting functions', sum(pages.hops, ({ name, ms }) => (isFunction(name) ? 0 : ms)), ''],
      ['functions', sum(pages.hops, ({ name, ms }) => (isFunction(name) ? ms : 0)), sum(pages.hops, ({ aws }) => aws)],
    ]),
    '',
    `AWS calls of a page (medians of ${pages.n})`,
    table([
      ['one destination', String(pages.calls.one)],
      ...Object.entries(pages.kinds).map(([kind, count]) => [`  ${kind}`, String(count)]),
      ['two destinations', String(pages.calls.two)],
    ]),
    '',
    `Cold starts: all that is read, and importing it in a new process (medians of ${coldStarts.functions[0]?.imported.n})`,
    table([
      ['', 'KB', 'ratio', 'ms', 'ratio', 'largest parts, KB'],
      ...coldStarts.functions.map(({ name, bytes, imported, ofBare, share }) => [
        name,
        kilobytes(bytes),
        ofBare.bytes.toFixed(2),
        imported.median.toFixed(1),
        ofBare.imported.toFixed(2),
        largest(share),
      ]),
    ]),
    '',
    ...goals.map(goalText),
  ].join('\n');
}

const goalText = ({ what, measured, atMost, met }: Goal): string =>
  `${met ? 'met   ' : 'MISSED'}  ${what}: ${Number(measured.toFixed(2))} (at most ${atMost})`;

const figures = ({ median, p90, min, max }: Summary): readonly string[] =>
  [median, p90, min, max].map((ms) => ms.toFixed(1));

const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(0);

const isFunction = (name: string): boolean => name.startsWith('in ');

const sum = (hops: PageCalls['hops'], ms: (hop: Hop) => number): string =>
  hops.reduce((total, hop) => total + ms(hop), 0).toFixed(1);

const PARTS = 5;

const largest = (share: Readonly<Record<string, number>>): string =>
  Object.entries(share)
    .slice(0, PARTS)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`)
    .join(', ');

/** Columns under each other: the first to the left, numbers to the right, a last one of words to the left again. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || width > WORDS ? cell.padEnd(width) : cell.padStart(width);
      });
      return `  ${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}

/** A column as wide as this holds words. */
const WORDS = 20;
