import fc from 'fast-check';
import type { Clause, Condition, Item, Key, Store, Update, Write } from '../../engine/ports';

/** One call of a store, as data. */
export type Operation =
  | { readonly call: 'get'; readonly key: Key }
  | { readonly call: 'put'; readonly item: Item; readonly condition: Condition | undefined }
  | { readonly call: 'update'; readonly key: Key; readonly update: Update; readonly condition: Condition | undefined }
  | { readonly call: 'query'; readonly pk: string; readonly from: string; readonly to: string }
  | { readonly call: 'transact'; readonly writes: readonly Write[] }
  | { readonly call: 'due'; readonly shard: number; readonly until: number };

// Few names and values: sequences must meet.
const NAMES = ['a', 'b', 'wakeAt', 'size'];
const name = fc.constantFrom(...NAMES);
const pk = fc.constantFrom('p', 'q');
const sk = fc.constantFrom('H', 'M#1', 'M#é', 'M#\u{1F600}', 'M#\uff5e');
const key = fc.record({ pk, sk });
const scalar = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom('', 'm', 'é'), fc.boolean());
const json = fc.oneof(scalar, fc.constantFrom(null, [], {}, [null, { x: '' }]));
const orderable = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom('', 'm', 'é'));

const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.tuple(name, fc.constantFrom('absent' as const, 'present' as const)),
  fc.tuple(name, fc.constantFrom('=' as const, '<>' as const), scalar),
  fc.tuple(name, fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), orderable),
);
const condition: fc.Arbitrary<Condition> = fc.array(fc.array(clause, { maxLength: 2 }), { maxLength: 2 });
const optionalCondition = fc.option(condition, { nil: undefined });

const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'size'), json, { maxKeys: 4 });
const timer = fc.record({ shard: fc.constantFrom(0, 1), wakeAt: fc.nat(4) }, { requiredKeys: [] });
const item = fc.tuple(key, attributes, timer).map(([at, some, wake]): Item => ({ ...some, ...wake, ...at }));

// What is refused whatever the item holds has rows of its own: which refusal comes first is nobody's promise.
const PLAIN = ['a', 'b', 'size'];
const wake: fc.Arbitrary<Update> = fc.oneof(
  fc.nat(4).map((wakeAt) => ({ set: { wakeAt, shard: 0 } })),
  fc.constant({ remove: ['wakeAt'] }),
);
const update: fc.Arbitrary<Update> = fc.oneof(
  fc.shuffledSubarray(PLAIN, { minLength: 1 }).chain((names) => split(names)),
  wake,
);

const split = ([set, setIfAbsent, copy, add]: readonly string[]): fc.Arbitrary<Update> =>
  fc
    .tuple(json, json, name, fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([first, second, source, by, drop]) => ({
      ...(set && { set: { [set]: first } }),
      ...(setIfAbsent && (drop ? { remove: [setIfAbsent] } : { setIfAbsent: { [setIfAbsent]: second } })),
      ...(copy && { copy: { [copy]: source } }),
      ...(add && { add: { [add]: by } }),
    }));

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ type: fc.constant('put' as const), item, condition }),
  fc.record({ type: fc.constant('update' as const), key, update, condition }),
  fc.record({ type: fc.constant('delete' as const), key, condition }),
  fc.record({ type: fc.constant('check' as const), key, condition }),
);

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ call: fc.constant('get' as const), key }),
  fc.record({ call: fc.constant('put' as const), item, condition: optionalCondition }),
  fc.record({ call: fc.constant('update' as const), key, update, condition: optionalCondition }),
  fc.record({ call: fc.constant('query' as const), pk, from: sk, to: sk }),
  fc.record({ call: fc.constant('transact' as const), writes: fc.array(write, { minLength: 1, maxLength: 4 }) }),
  fc.record({ call: fc.constant('due' as const), shard: fc.constantFrom(0, 1), until: fc.nat(4) }),
);

export async function apply(store: Store, operation: Operation): Promise<unknown> {
  switch (operation.call) {
    case 'get':
      return store.get(operation.key);
    case 'put':
      return store.put(operation.item, operation.condition);
    case 'update':
      return store.update(operation.key, operation.update, operation.condition);
    case 'query':
      return store.query(operation.pk, operation.from, operation.to);
    case 'transact':
      return store.transact(operation.writes);
    case 'due':
      return byKey(await store.due(operation.shard, operation.until, 100));
  }
}

/** What is due at the same instant comes in any order. */
const byKey = <Entry extends Key & { wakeAt: number }>(due: readonly Entry[]): readonly Entry[] =>
  [...due].sort((a, b) => a.wakeAt - b.wakeAt || (a.pk + a.sk < b.pk + b.sk ? -1 : 1));

/** The result, or the name of the error. */
export const settle = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => ({ threw: error instanceof Error ? error.name : error }));
