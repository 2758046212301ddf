import type { Json } from '../../core/json';
import { type Item, StoreError } from '../../engine/ports';

/**
 * What DynamoDB charges: names and values in UTF-8, and a little for each value. To count bytes takes long, and most
 * items are far from any limit, so an upper bound is kept, which follows an update from what changed alone.
 */

/** A character of JavaScript takes at most three bytes. */
const MOST_BYTES = 3;
/** A number takes up to 21 bytes, a list or map three, each of its elements one. */
const NUMBER_BYTES = 21;
const NEST_BYTES = 3;

/**
 * At most how many bytes a value takes.
 * @throws {StoreError} for what DynamoDB cannot hold, or would not give back as it was
 */
export function boundOf(value: Json | undefined): number {
  switch (typeof value) {
    case 'string':
      return value.length * MOST_BYTES;
    case 'number':
      if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw new StoreError(`${value} cannot be stored`);
      return NUMBER_BYTES;
    case 'boolean':
      return 1;
    case 'object':
      return value === null ? 1 : nestBound(value);
    default:
      throw new StoreError(`${value} cannot be stored`);
  }
}

function nestBound(value: Extract<Json, object>): number {
  let bytes = NEST_BYTES;
  if (Array.isArray(value)) {
    for (const child of value) bytes += 1 + boundOf(child);
    return bytes;
  }
  for (const [name, child] of Object.entries(value)) bytes += attributeBound(name, child);
  return bytes;
}

/** Of one attribute, its name included. */
export const attributeBound = (name: string, value: Json | undefined): number =>
  1 + name.length * MOST_BYTES + boundOf(value);

/** The bytes themselves, for what may be too large. */
export const bytesOf = (item: Item): number => Buffer.byteLength(JSON.stringify(item));
