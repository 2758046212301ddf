import { parseRatio, type Ratio } from '../../core/slo/ratio';
import type { EpochMs } from '../../core/time';

/** One row of a series; null is no data. */
export type Sample =
  | { readonly time: EpochMs; readonly counts: { readonly good: bigint; readonly total: bigint } | null }
  | { readonly time: EpochMs; readonly value: { readonly exact: Ratio; readonly number: number } | null };
export type SeriesKind = 'counts' | 'value';

/** A line that cannot be read: which, what is wrong, what would be right. */
export class SeriesError extends Error {
  override readonly name = 'SeriesError';
}

/** Numenta's benchmark writes `timestamp,value`: https://github.com/numenta/NAB */
const FORMS: Readonly<Record<string, readonly ('good' | 'bad' | 'total' | 'value')[]>> = {
  'time,good,total': ['good', 'total'],
  'time,bad,total': ['bad', 'total'],
  'time,value': ['value'],
};
const FORMS_TEXT = '"time,good,total", "time,bad,total", "time,value" or "timestamp,value"';
const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** A time of a series; UTC where it names no offset. @returns null for what is none, and for days that do not exist */
export function parseTime(text: string): EpochMs | null {
  const [, year, month, day, clock = '00:00', offset = 'Z'] = TIME.exec(text) ?? [];
  if (year === undefined || Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return null;
  const zone = offset === 'Z' ? offset : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
  const time = Date.parse(`${year}-${month}-${day}T${clock}${zone}`);
  return Number.isNaN(time) ? null : time;
}

const cellsOf = (line: string): readonly string[] =>
  line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

/** Reads a series line by line; what it keeps does not grow with the series. */
export class SeriesReader {
  private columns: readonly ('good' | 'bad' | 'total' | 'value')[] | null = null;
  private line = 0;
  private last: { readonly time: EpochMs; readonly text: string } | null = null;

  constructor(private readonly file: string) {}

  /** Null before the first line. */
  get kind(): SeriesKind | null {
    if (!this.columns) return null;
    return this.columns.includes('value') ? 'value' : 'counts';
  }

  /**
   * @returns null for the header and for an empty line
   * @throws {SeriesError} for a line that is wrong
   */
  read(text: string): Sample | null {
    this.line += 1;
    const line = this.line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (line.trim() === '') return null;
    const cells = cellsOf(line);
    if (this.columns) return this.sample(cells, this.columns);
    const columns =
      FORMS[
        cells
          .join(',')
          .toLowerCase()
          .replace(/^timestamp,/, 'time,')
      ];
    if (!columns) throw this.error(`the first line must name the columns: write ${FORMS_TEXT}`);
    this.columns = columns;
    return null;
  }

  private sample(cells: readonly string[], columns: readonly ('good' | 'bad' | 'total' | 'value')[]): Sample {
    if (cells.length !== columns.length + 1) {
      throw this.error(`has ${cells.length} cells, the first line has ${columns.length + 1}`);
    }
    const [timeText = '', first = '', second = ''] = cells;
    const time = this.time(timeText);
    if (columns[0] === 'value') return { time, value: first === '' ? null : this.number('value', first) };
    const counted = this.counts(columns[0] ?? 'good', first, second);
    return { time, counts: counted };
  }

  private time(text: string): EpochMs {
    const time = parseTime(text);
    if (time === null) throw this.error(`time: ${JSON.stringify(text)} is no time: write "2026-01-05T09:00:00Z"`);
    if (this.last && time <= this.last.time) {
      const how = time === this.last.time ? 'is there twice' : `is before ${this.last.text} of the row above`;
      throw this.error(`time: ${text} ${how}: write the rows in the order of time, each time once`);
    }
    this.last = { time, text };
    return time;
  }

  private counts(name: string, first: string, second: string): { good: bigint; total: bigint } | null {
    if (first === '' || second === '') return null;
    const count = this.count(name, first);
    const total = this.count('total', second);
    if (count > total) throw this.error(`${name}: ${first} is more than the total, ${second}`);
    return { good: name === 'bad' ? total - count : count, total };
  }

  private number(name: string, text: string): { readonly exact: Ratio; readonly number: number } {
    const exact = parseRatio(text);
    const number = Number(text);
    if (exact && Number.isFinite(number)) return { exact, number };
    throw this.error(`${name}: ${JSON.stringify(text)} is not a number: leave the cell empty where there is no data`);
  }

  private count(name: string, text: string): bigint {
    const { num, den } = this.number(name, text).exact;
    if (num < 0n) throw this.error(`${name}: ${text} is below 0: a count is 0 or more`);
    if (num % den !== 0n) throw this.error(`${name}: ${text} is not a whole number: events are counted one by one`);
    return num / den;
  }

  private error(message: string): SeriesError {
    return new SeriesError(`${this.file}:${this.line}: ${message}`);
  }
}
