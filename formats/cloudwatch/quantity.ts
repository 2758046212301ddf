const KIBI = 1_024;
const KILO = 1_000;

/** The most digits of a double that say anything. */
const MAX_DIGITS = 15;

/**
 * Writes a figure as people read it: "12", "5.2 %", "10 GiB", "2.5 s", "350 kB/s".
 * @param unit CloudWatch's word: Bytes, Bits, Seconds, Milliseconds, Microseconds, Percent, Count, or one of them
 *   per second; other words are left out
 * @param beside the figure that it will be compared with: both get enough digits to differ, and one kind of unit
 */
export function quantity(figure: number, unit: string, beside: number = figure): string {
  const [kind = '', ...rate] = unit.split('/');
  const scale = scaleOf(kind, figure, beside);
  const shown = rounded(figure / scale.by, beside / scale.by);
  return `${shown}${scale.mark === '' ? '' : ` ${scale.mark}`}${rate.length > 0 ? '/s' : ''}`;
}

/** A unit in which a figure is shown: the figure is divided by `by`. */
type Scale = { readonly mark: string; readonly by: number };

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const BINARY_SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const BIT_SIZES = ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit', 'Pbit'];
const IN_SECONDS: readonly Scale[] = [
  { mark: 'd', by: 86_400 },
  { mark: 'h', by: 3_600 },
  { mark: 'min', by: 60 },
  { mark: 's', by: 1 },
  { mark: 'ms', by: 1e-3 },
  { mark: 'µs', by: 1e-6 },
];
const SECONDS_IN: Readonly<Record<string, number>> = { Seconds: 1, Milliseconds: 1e3, Microseconds: 1e6 };
const PREFIXES: Readonly<Record<string, number>> = { Kilo: 1, Mega: 2, Giga: 3, Tera: 4 };

function scaleOf(kind: string, figure: number, beside: number): Scale {
  if (kind === 'Percent') return { mark: '%', by: 1 };
  const perSecond = SECONDS_IN[kind];
  if (perSecond !== undefined) return spanScale(perSecond, figure);
  const [, prefix = '', base] = /^(Kilo|Mega|Giga|Tera)?(bytes|bits)$/i.exec(kind) ?? [];
  if (base === undefined) return { mark: '', by: 1 };
  const units = KILO ** (PREFIXES[prefix] ?? 0);
  if (base.toLowerCase() === 'bits') return sizeScale(BIT_SIZES, KILO, units, figure);
  // A limit of 10 GiB is written as 10737418240: a limit of whole mebibytes was meant in them.
  const isBinary = beside !== 0 && (beside * units) % (KIBI * KIBI) === 0;
  return isBinary ? sizeScale(BINARY_SIZES, KIBI, units, figure) : sizeScale(SIZES, KILO, units, figure);
}

/** @param units how many of the base unit one of the figure's is */
function sizeScale(marks: readonly string[], step: number, units: number, figure: number): Scale {
  const size = Math.abs(figure) * units;
  const power = size < step ? 0 : Math.min(Math.floor(Math.log(size) / Math.log(step) + 1e-9), marks.length - 1);
  return { mark: marks[power] ?? '', by: step ** power / units };
}

/** Up to two of a unit are told in the smaller one: "90 s", "36 h". */
function spanScale(perSecond: number, figure: number): Scale {
  const seconds = Math.abs(figure) / perSecond;
  const smallest = { mark: 's', by: 1 };
  const scale =
    seconds === 0 ? smallest : (IN_SECONDS.find(({ by }) => seconds >= (by > 1 ? 2 * by : by)) ?? IN_SECONDS.at(-1));
  return { mark: (scale ?? smallest).mark, by: (scale ?? smallest).by * perSecond };
}

/** Few digits, but enough to tell the two figures apart. */
function rounded(figure: number, beside: number): string {
  const size = Math.abs(figure);
  const digits = size >= 100 ? Math.floor(Math.log10(size)) + 1 : 3;
  for (let precision = Math.min(digits, MAX_DIGITS); precision < MAX_DIGITS; precision += 1) {
    if (figure === beside || write(figure, precision) !== write(beside, precision)) return write(figure, precision);
  }
  return write(figure, MAX_DIGITS);
}

function write(figure: number, precision: number): string {
  const size = Math.abs(figure);
  const isExtreme = size >= 1e15 || (size < 1e-6 && size > 0);
  if (isExtreme) return figure.toExponential(Math.max(precision, 3) - 1).replace(/\.?0+e/, 'e');
  // Zero has a sign, which nobody wants to read.
  return formatOf(precision).format(size === 0 ? 0 : figure);
}

/** One is made for each precision: to make one takes longer than to read the whole alarm. */
const formats = new Map<number, Intl.NumberFormat>();
function formatOf(precision: number): Intl.NumberFormat {
  const known = formats.get(precision);
  if (known) return known;
  const format = new Intl.NumberFormat('en-US', { maximumSignificantDigits: precision });
  formats.set(precision, format);
  return format;
}
