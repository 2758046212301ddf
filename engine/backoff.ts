import { MINUTE_MS } from '../core/time';

const FIRST_MS = 500;
const FACTOR = 1.5;
const JITTER = 0.5;
const MAX_MS = MINUTE_MS;

/**
 * The pause after a failed attempt, as upstream's retry stage: 0.5 s, each 1.5 times the last, up to a minute, +-50 %.
 * @param attempts how many were made, from 1
 * @param random in [0, 1)
 */
export function backoffMs(attempts: number, random: number): number {
  const pause = Math.min(FIRST_MS * FACTOR ** (attempts - 1), MAX_MS);
  return Math.round(pause * (1 - JITTER + 2 * JITTER * random));
}
