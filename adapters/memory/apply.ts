import type { Json } from '../../core/json';
import {
  type Clause,
  type Condition,
  type Item,
  type Key,
  StoreError,
  type Update,
  type Write,
} from '../../engine/ports';

/** Conditions and updates as DynamoDB understands them. */

const KEYS = ['pk', 'sk'];
/** Attributes of the sparse index: present, they must be numbers. */
const INDEXED = ['shard', 'wakeAt'];

/** Orders strings as UTF-8 does. Only surrogates stand elsewhere in UTF-16: below U+E000 to U+FFFF, yet above them. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

export const holds = (item: Item | null, condition: Condition | undefined): boolean =>
  condition === undefined || condition.some((clauses) => clauses.every((clause) => clauseHolds(item, clause)));

function clauseHolds(item: Item | null, [attribute, operator, expected]: Clause): boolean {
  const actual = item?.[attribute];
  if (operator === 'absent') return actual === undefined;
  if (actual === undefined) return false;
  switch (operator) {
    case 'present':
      return true;
    case '=':
      return actual === expected;
    case '<>':
      return actual !== expected;
  }
  const order = compare(actual, expected);
  if (order === null) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Null for values of different types, and for those that have no order. */
function compare(actual: Json, expected: Json | undefined): number | null {
  if (typeof actual === 'number' && typeof expected === 'number') return actual - expected;
  if (typeof actual === 'string' && typeof expected === 'string') return compareText(actual, expected);
  return null;
}

/** @throws {StoreError} when something other than a number is added to */
export function updated(existing: Item | null, key: Key, update: Update): Item {
  const { set = {}, setIfAbsent = {}, copy = {}, add = {}, remove = [] } = update;
  const before: Item = existing ?? { ...key };
  const after: Record<string, Json> = { ...before };
  for (const [name, value] of Object.entries(setIfAbsent)) if (before[name] === undefined) after[name] = value;
  for (const [target, source] of Object.entries(copy)) after[target] = before[source] ?? null;
  for (const [name, value] of Object.entries(set)) after[name] = value;
  for (const [name, amount] of Object.entries(add)) {
    const value = before[name] === undefined ? 0 : before[name];
    if (typeof value !== 'number') throw new StoreError(`cannot add to ${name}: not a number`);
    after[name] = value + amount;
  }
  for (const name of remove) delete after[name];
  return after as Item;
}

/**
 * What DynamoDB refuses before it looks at any item.
 * @throws {StoreError} for two changes to one attribute, a change to the key, no change, or what cannot be stored
 */
export function refuseInvalid(write: Write): void {
  if (write.type === 'put') refuseUnstorable(write.item);
  if (write.type !== 'update') return;
  const { set = {}, setIfAbsent = {}, copy = {}, add = {}, remove = [] } = write.update;
  const targets = [set, setIfAbsent, copy, add].flatMap(Object.keys).concat(remove);
  if (targets.length === 0) throw new StoreError('an update that changes nothing');
  if (new Set(targets).size < targets.length) throw new StoreError(`two changes to one of ${targets.join(', ')}`);
  if (targets.some((name) => KEYS.includes(name))) throw new StoreError('a key cannot be changed');
}

/** @throws {StoreError} for what DynamoDB cannot hold, or would not give back as it was */
export function refuseUnstorable(item: Item): void {
  if (item.pk === '' || item.sk === '') throw new StoreError('an empty key');
  for (const name of INDEXED) {
    if (item[name] !== undefined && typeof item[name] !== 'number') throw new StoreError(`${name} is not a number`);
  }
  for (const value of Object.values(item)) refuse(value);
}

function refuse(value: Json | undefined): void {
  if (typeof value === 'number' ? !(Math.abs(value) <= Number.MAX_SAFE_INTEGER) : value === undefined) {
    throw new StoreError(`${value} cannot be stored`);
  }
  if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) refuse(child);
}
