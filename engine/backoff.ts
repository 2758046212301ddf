import type { Retry } from '../channels/channel';

/**
 * The pause after a failed attempt: `firstMs`, then `factor` times the last, up to `maxMs`, each spread by `jitter`.
 * @param attempts how many were made, from 1
 * @param random in [0, 1)
 * @returns whole milliseconds
 */
export function backoffMs({ firstMs, factor, jitter, maxMs }: Retry, attempts: number, random: number): number {
  const pause = Math.min(firstMs * factor ** (attempts - 1), maxMs);
  return Math.round(pause * (1 - jitter + 2 * jitter * random));
}
