import { createHash } from 'node:crypto';

/** The first `digits` hex digits (up to 64) of SHA-256 over the parts, kept apart so that ("a","b") and ("ab","") differ. */
export function hash(digits: number, ...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, digits);
}
