import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Json } from '../../core/json';
import { type Item, type Key, StoreError } from '../../engine/ports';

/** An item as DynamoDB writes it. */
export type Attributes = Record<string, AttributeValue>;

/**
 * Not @aws-sdk/util-dynamodb: it takes a map for an unknown class when it has a key `constructor`, and drops the key
 * `__proto__`. Keys are label names here, which anybody may choose.
 * @throws {StoreError} for what JSON cannot say and for numbers that do not come back as they were
 */
export function toAttribute(value: Json): AttributeValue {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      return { N: decimal(value) };
    case 'object':
      return isList(value) ? { L: value.map(toAttribute) } : { M: toAttributes(value) };
    default:
      throw new StoreError(`${typeof value} cannot be stored`);
  }
}

export const toAttributes = (fields: { readonly [name: string]: Json }): Attributes =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toAttribute(value)]));

export const toKey = ({ pk, sk }: Key): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

/** @throws {StoreError} for what Tocsin never writes: sets and binary values */
export function fromAttribute(attribute: AttributeValue): Json {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.NULL !== undefined) return null;
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute);
  if (attribute.M !== undefined) return fields(attribute.M);
  throw new StoreError(`${Object.keys(attribute).join()} cannot be read`);
}

export const toItem = (attributes: Attributes): Item => fields(attributes) as Item;

const fields = (attributes: Attributes): { [name: string]: Json } =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));

/** `Array.isArray` does not narrow a readonly list. */
const isList = (value: Exclude<Json, string | number | boolean | null>): value is readonly Json[] =>
  Array.isArray(value);

function decimal(value: number): string {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  throw new StoreError(`${value} cannot be stored: not a number within 2^53`);
}
