/** A number as it was written, exactly: `0.999` is 999/1000. The denominator is positive. */
export type Ratio = { readonly num: bigint; readonly den: bigint };

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * The number that a text writes in decimals.
 * @returns null for what is no number, such as `NaN`, `Infinity`, or one with an exponent beyond ±400
 */
export function parseRatio(text: string): Ratio | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '' || Math.abs(Number(exponent)) > 400) return null;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? { num: digits * 10n ** BigInt(shift), den: 1n } : { num: digits, den: 10n ** BigInt(-shift) };
}

/**
 * The decimals that a number shows: the shortest that read back as it, which is what was written in the file.
 * @throws {RangeError} for NaN and infinity
 */
export function ratioOf(number: number): Ratio {
  const ratio = parseRatio(String(number));
  if (!ratio) throw new RangeError(`${number} has no decimals`);
  return ratio;
}

export const ONE: Ratio = { num: 1n, den: 1n };
export const times = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.num, den: a.den * b.den });
export const minus = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.den - b.num * a.den, den: a.den * b.den });
/** @throws {RangeError} where `b` is not positive */
export function over(a: Ratio, b: Ratio): Ratio {
  if (b.num <= 0n) throw new RangeError('the divisor is not positive');
  return { num: a.num * b.den, den: a.den * b.num };
}
/** Below zero, zero, or above it, as `a` is less than, equal to, or more than `b`. */
export const compare = (a: Ratio, b: Ratio): number => {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
};

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

const isExact = (value: bigint): boolean => value <= 2n ** 53n && value >= -(2n ** 53n);
/** More digits than a number has. */
const DIGITS = 40;

/** The nearest number: the one place where what was counted becomes what is shown. */
export function toNumber({ num, den }: Ratio): number {
  if (num === 0n) return 0;
  const divisor = commonDivisor(num, den);
  const [top, bottom] = [num / divisor, den / divisor];
  // Of two exact numbers the quotient is the nearest there is.
  if (isExact(top) && isExact(bottom)) return Number(top) / Number(bottom);
  const shift = DIGITS + bottom.toString().length - top.toString().length;
  const quotient = shift >= 0 ? (top * 10n ** BigInt(shift)) / bottom : top / (bottom * 10n ** BigInt(-shift));
  return Number(`${quotient}e${-shift}`);
}
