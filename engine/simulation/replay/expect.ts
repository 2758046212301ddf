import { parseOffset } from '../../../formats/alertmanager/duration';
import { secondsText } from './print';
import type { Delivery, ReplayResult } from './result';
import type { Expect } from './schema';
import { deliveryText } from './story';

/** Where a result is not what was expected: nothing came, or something came that was not expected. */
export type Difference = {
  readonly list: keyof ReplayResult;
  readonly expected: unknown;
  readonly found: unknown;
};

/** Keys that hold a time: `3`, `3s` or, where a retry's jitter decides, `[3s, 4.5s]`. */
const TIMES = new Set(['at', 'starts_at', 'ends_at', 'opened_at', 'resolved_at']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const secondsOf = (value: unknown): number => {
  if (typeof value === 'number') return value;
  const ms = typeof value === 'string' ? parseOffset(value) : null;
  return ms === null ? Number.NaN : ms / 1_000;
};

function timeHolds(expected: unknown, found: unknown): boolean {
  if (expected === null || typeof found !== 'number') return expected === found;
  const [from, to] = Array.isArray(expected) ? expected.map(secondsOf) : [secondsOf(expected), secondsOf(expected)];
  return from !== undefined && to !== undefined && from <= found && found <= to;
}

/** Does the value have all that is expected of it? Keys that are not written do not matter. */
function holds(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(found) && expected.length === found.length && pair(expected, found).every((at) => at !== null);
  }
  if (!isRecord(expected)) return expected === found;
  if (!isRecord(found)) return false;
  return Object.entries(expected).every(([key, value]) =>
    TIMES.has(key) ? timeHolds(value, found[key]) : holds(value, found[key]),
  );
}

/**
 * Finds for each expected entry one of its own, so that as many as possible find one, whatever their order.
 * @returns per expected entry the position of what was found for it, or null
 */
function pair(expected: readonly unknown[], found: readonly unknown[]): readonly (number | null)[] {
  const takenBy = new Map<number, number>();
  const take = (entry: number, tried: Set<number>): boolean => {
    for (const [at, one] of found.entries()) {
      if (tried.has(at) || !holds(expected[entry], one)) continue;
      tried.add(at);
      const holder = takenBy.get(at);
      // Its holder may be content with another one.
      if (holder === undefined || take(holder, tried)) {
        takenBy.set(at, entry);
        return true;
      }
    }
    return false;
  };
  for (const entry of expected.keys()) take(entry, new Set());
  const positions = new Map([...takenBy].map(([at, entry]) => [entry, at]));
  return expected.map((_, entry) => positions.get(entry) ?? null);
}

/**
 * Compares a result with what its scenario expects. Of each list that is written every entry must be there, in any
 * order, and nothing else; of each entry only the keys that are written count.
 */
export function differences(expect: Expect, result: ReplayResult): readonly Difference[] {
  return (['deliveries', 'incidents', 'silenced', 'inhibited'] as const).flatMap((list) => {
    const expected = expect[list];
    if (expected === undefined) return [];
    const found: readonly unknown[] = result[list];
    const positions = pair(expected, found);
    const missing = expected.filter((_, entry) => positions[entry] === null);
    const surplus = found.filter((_, at) => !positions.includes(at));
    return [
      ...missing.map((one): Difference => ({ list, expected: one, found: null })),
      ...surplus.map((one): Difference => ({ list, expected: null, found: one })),
    ];
  });
}

const isDelivery = (found: unknown): found is Delivery => isRecord(found) && 'outcome' in found;

/** `- deliveries: expected, but did not come: {"at":3}` and `+ deliveries: came, but is not expected: 3s firing to …` */
export function differenceText({ list, expected, found }: Difference): string {
  if (expected !== null) return `- ${list}: expected, but did not come: ${JSON.stringify(expected)}`;
  const text = isDelivery(found) ? `${secondsText(found.at)} ${deliveryText(found)}` : JSON.stringify(found);
  return `+ ${list}: came, but is not expected: ${text}`;
}
