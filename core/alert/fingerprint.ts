import { hash } from '../hash';
import type { Labels } from './alert';

/** 16 hex digits over what makes an alert this alert and no other: alarm ARN and contributor, dedup key … */
export const fingerprint = (...identity: readonly string[]): string => hash(16, ...identity);

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const SEPARATOR = Buffer.from([0xff]);

/**
 * An Alertmanager alert's fingerprint, as upstream computes it: FNV-1a, 64 bits, over the label set in byte order.
 * @see https://github.com/prometheus/common/blob/main/model/fnv.go
 */
export function labelsFingerprint(labels: Labels): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [Buffer.from(name), Buffer.from(value)] as const)
    .sort(([a], [b]) => Buffer.compare(a, b));
  let sum = FNV_OFFSET;
  for (const byte of Buffer.concat(pairs.flatMap(([name, value]) => [name, SEPARATOR, value, SEPARATOR]))) {
    sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * FNV_PRIME);
  }
  return sum.toString(16).padStart(16, '0');
}
