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
import { attributeBound, boundOf } from './size';

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

/** An item, and at most how many bytes it has. */
export type Kept = { readonly item: Item; readonly bound: number };

/** @throws {StoreError} for what cannot be stored, and when something other than a number is added to */
export function updated(existing: Kept | undefined, key: Key, update: Update): Kept {
  const { set = {}, setIfAbsent = {}, copy = {}, add = {}, remove = [] } = update;
  const before: Item = existing?.item ?? key;
  const after: Record<string, Json> = {};
  let bound = existing?.bound ?? boundOf(key);
  for (const [name, value] of Object.entries(before)) {
    if (remove.includes(name)) bound -= attributeBound(name, value);
    else after[name] = value;
  }
  const change = (name: string, value: Json): void => {
    const old = before[name];
    bound += old === undefined ? attributeBound(name, value) : boundOf(value) - boundOf(old);
    after[name] = value;
  };
  for (const [name, value] of Object.entries(setIfAbsent)) if (before[name] === undefined) change(name, value);
  for (const [target, source] of Object.entries(copy)) change(target, before[source] ?? null);
  for (const [name, value] of Object.entries(set)) change(name, value);
  for (const [name, amount] of Object.entries(add)) {
    const value = before[name] === undefined ? 0 : before[name];
    if (typeof value !== 'number') throw new StoreError(`cannot add to ${name}: not a number`);
    change(name, value + amount);
  }
  const item = after as Item;
  refuseUnindexable(item);
  return { item, bound };
}

/**
 * What DynamoDB refuses before it looks at any item.
 * @throws {StoreError} for two changes to one attribute, a change to the key, or no change
 */
export function refuseInvalid(write: Write): void {
  if (write.type !== 'update') return;
  const { set = {}, setIfAbsent = {}, copy = {}, add = {}, remove = [] } = write.update;
  const targets = new Set(remove);
  let changes = remove.length;
  for (const part of [set, setIfAbsent, copy, add]) {
    for (const name of Object.keys(part)) {
      targets.add(name);
      changes += 1;
    }
  }
  if (changes === 0) throw new StoreError('an update that changes nothing');
  if (targets.size < changes) throw new StoreError(`two changes to one of ${[...targets].join(', ')}`);
  if (KEYS.some((name) => targets.has(name))) throw new StoreError('a key cannot be changed');
}

/** @throws {StoreError} for what DynamoDB cannot hold, or would not give back as it was */
export function kept(item: Item): Kept {
  if (item.pk === '' || item.sk === '') throw new StoreError('an empty key');
  refuseUnindexable(item);
  return { item, bound: boundOf(item) };
}

function refuseUnindexable(item: Item): void {
  for (const name of INDEXED) {
    if (item[name] !== undefined && typeof item[name] !== 'number') throw new StoreError(`${name} is not a number`);
  }
}
