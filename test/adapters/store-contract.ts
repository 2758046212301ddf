import {
  type Condition,
  type Item,
  type Key,
  type Store,
  StoreError,
  type Update,
  type Write,
} from '../../engine/ports';

const KEY: Key = { pk: 'p', sk: 's' };
const some: Item = { ...KEY, n: 5, s: 'm', b: true, z: null, list: [1], map: { a: 1 } };

/** Of {@link some}, after the update that does all at once. */
const ALL_AT_ONCE = { n: 6, s: 'x', z: null, list: [1], map: { a: 1 }, c: true };

type Row = readonly [what: string, condition: Condition, holds: boolean];

/** Against {@link some}. */
const CONDITIONS: readonly Row[] = [
  ['equal number', [[['n', '=', 5]]], true],
  ['equal number, another', [[['n', '=', 6]]], false],
  ['equal, another type', [[['n', '=', '5']]], false],
  ['equal string', [[['s', '=', 'm']]], true],
  ['equal boolean', [[['b', '=', true]]], true],
  ['equal to null', [[['z', '=', 0]]], false],
  ['different', [[['n', '<>', 6]]], true],
  ['different, the same', [[['n', '<>', 5]]], false],
  ['different, another type', [[['n', '<>', '5']]], true],
  ['different from null', [[['z', '<>', 5]]], true],
  ['different, absent', [[['gone', '<>', 6]]], false],
  ['less', [[['n', '<', 6]]], true],
  ['less, the same', [[['n', '<', 5]]], false],
  ['less, a string', [[['s', '<', 'n']]], true],
  ['less, another type', [[['s', '<', 9]]], false],
  ['less, absent', [[['gone', '<', 9]]], false],
  ['at most, the same', [[['n', '<=', 5]]], true],
  ['at most', [[['n', '<=', 4]]], false],
  ['more', [[['n', '>', 4]]], true],
  ['more, the same', [[['n', '>', 5]]], false],
  ['at least, the same', [[['n', '>=', 5]]], true],
  ['at least', [[['n', '>=', 6]]], false],
  ['more than null', [[['z', '>', -1]]], false],
  ['strings by code point, not by UTF-16', [[['s', '<', '\u{1F600}']]], true],
  ['absent', [[['gone', 'absent']]], true],
  ['absent, there', [[['n', 'absent']]], false],
  ['absent, null', [[['z', 'absent']]], false],
  ['present', [[['n', 'present']]], true],
  ['present, null', [[['z', 'present']]], true],
  ['present, gone', [[['gone', 'present']]], false],
  ['a reserved word as a name', [[['status', 'absent']]], true],
  ['a name with dots and spaces', [[['a.b c', 'absent']]], true],
  [
    'both',
    [
      [
        ['n', '=', 5],
        ['s', '=', 'm'],
      ],
    ],
    true,
  ],
  [
    'both, one fails',
    [
      [
        ['n', '=', 5],
        ['s', '=', 'x'],
      ],
    ],
    false,
  ],
  ['either', [[['n', '=', 6]], [['s', '=', 'm']]], true],
  ['either, both fail', [[['n', '=', 6]], [['s', '=', 'x']]], false],
  ['no clause', [[]], true],
  ['no alternative', [], false],
];

const UPDATES: readonly (readonly [what: string, update: Update, after: Record<string, unknown>])[] = [
  ['sets', { set: { n: 6, fresh: { deep: [null, ''] } } }, { ...some, n: 6, fresh: { deep: [null, ''] } }],
  ['sets where absent', { setIfAbsent: { n: 9, fresh: 1 } }, { ...some, fresh: 1 }],
  ['takes null for present', { setIfAbsent: { z: 1 } }, some],
  ['copies as it was before', { copy: { old: 'n' }, set: { n: 6 } }, { ...some, old: 5, n: 6 }],
  ['copies null from what is absent', { copy: { n: 'gone' } }, { ...some, n: null }],
  ['swaps', { copy: { n: 's', s: 'n' } }, { ...some, n: 'm', s: 5 }],
  ['adds', { add: { n: -2, fresh: 3 } }, { ...some, n: 3, fresh: 3 }],
  ['removes', { remove: ['n', 'gone'] }, { ...KEY, s: 'm', b: true, z: null, list: [1], map: { a: 1 } }],
  ['does all at once', { set: { s: 'x' }, add: { n: 1 }, remove: ['b'], copy: { c: 'b' } }, { ...KEY, ...ALL_AT_ONCE }],
];

const REFUSED_UPDATES: readonly (readonly [what: string, update: Update])[] = [
  ['nothing to do', {}],
  ['one attribute set and removed', { set: { n: 1 }, remove: ['n'] }],
  ['one attribute set and added to', { set: { n: 1 }, add: { n: 1 } }],
  ['one attribute removed twice', { remove: ['n', 'n'] }],
  ['another key', { set: { sk: 'other' } }],
  ['adding to a string', { add: { s: 1 } }],
  ['adding to null', { add: { z: 1 } }],
  ['a string where the index wants a number', { set: { shard: '1' } }],
  ['null where the index wants a number', { set: { wakeAt: null } }],
];

const unstorable = (value: unknown): Item => ({ ...KEY, value }) as unknown as Item;

const REFUSED_ITEMS: readonly (readonly [what: string, item: Item])[] = [
  ['undefined', unstorable(undefined)],
  ['undefined within', unstorable({ list: [{ deep: undefined }] })],
  ['a number that is none', unstorable(Number.NaN)],
  ['an infinite number', unstorable(Number.POSITIVE_INFINITY)],
  ['a number that would not come back as it was', unstorable([2 ** 53])],
  ['more than 400 KB', unstorable('x'.repeat(400 * 1024))],
  ['more than 400 KB of two-byte characters', unstorable('é'.repeat(205 * 1024))],
  ['an empty key', { pk: 'p', sk: '' }],
  ['null where the index wants a number', { ...KEY, shard: 1, wakeAt: null }],
];

const VALUES: readonly (readonly [what: string, value: Item[string]])[] = [
  ['null', null],
  ['empty text', ''],
  ['empty list and map', [[], {}]],
  ['numbers', [0, -1, 0.1, -1.5e-7, 1e-100, 1_767_600_000_123, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]],
  ['booleans', [true, false]],
  ['text in all scripts', 'é 日本 \u{1F600} \u0000 \u2028 "\\'],
  ['names that objects have already', JSON.parse('{"constructor":"a","__proto__":"b","toString":{"length":1}}')],
  ['names with anything in them', { '': 1, ' ': 2, 'a.b': 3, '#n': 4, ':v': 5 }],
  ['depth', [[[{ a: [{ b: [null, { c: '' }] }] }]]]],
];

/** What every store does. `fresh` gives an empty one. */
export function describeStore(fresh: () => Store | Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await fresh();
  });

  describe('conditions', () => {
    beforeEach(() => store.put(some));

    test.each(CONDITIONS)('%s', async (_what, condition, holds) => {
      const written = await store.put({ ...KEY, changed: true }, condition);

      expect(written).toEqual(holds ? { ok: true, item: { ...KEY, changed: true } } : { ok: false, existing: some });
      expect(await store.get(KEY)).toEqual(holds ? { ...KEY, changed: true } : some);
    });

    test.each(CONDITIONS)('in an update: %s', async (_what, condition, holds) => {
      const written = await store.update(KEY, { set: { changed: true } }, condition);

      const after = { ...some, changed: true };
      expect(written).toEqual(holds ? { ok: true, item: after } : { ok: false, existing: some });
    });

    test.each(CONDITIONS)('in a transaction: %s', async (_what, condition, holds) => {
      expect(await store.transact([{ type: 'check', key: KEY, condition }])).toBe(holds);
    });

    test('an item that does not exist has no attributes', async () => {
      const nobody = { pk: 'p', sk: 'nobody' };

      expect(await store.put(nobody, [[['pk', 'present']]])).toEqual({ ok: false, existing: null });
      expect(await store.update(nobody, { add: { n: 1 } }, [[['n', '<>', 1]]])).toEqual({ ok: false, existing: null });
      expect(await store.put(nobody, [[['pk', 'absent']]])).toEqual({ ok: true, item: nobody });
    });
  });

  describe('an update', () => {
    test.each(UPDATES)('%s', async (_what, update, after) => {
      await store.put(some);

      expect(await store.update(KEY, update)).toEqual({ ok: true, item: after });
      expect(await store.get(KEY)).toEqual(after);
    });

    test('makes an item that does not exist', async () => {
      const update: Update = { set: { a: 1 }, setIfAbsent: { b: 2 }, add: { c: 3 }, copy: { d: 'a' }, remove: ['e'] };

      expect(await store.update(KEY, update)).toEqual({ ok: true, item: { ...KEY, a: 1, b: 2, c: 3, d: null } });
    });

    test.each(REFUSED_UPDATES)('refuses %s', async (_what, update) => {
      await store.put(some);

      await expect(store.update(KEY, update)).rejects.toThrow(StoreError);
      expect(await store.get(KEY)).toEqual(some);
    });
  });

  describe('an item', () => {
    test.each(VALUES)('comes back as it was: %s', async (_what, value) => {
      await store.put({ ...KEY, value });

      expect(await store.get(KEY)).toEqual({ ...KEY, value });
      expect(await store.query('p', 's', 's')).toEqual([{ ...KEY, value }]);
    });

    test.each(REFUSED_ITEMS)('is refused with %s', async (_what, item) => {
      await expect(store.put(item)).rejects.toThrow(StoreError);
      await expect(store.transact([{ type: 'put', item }])).rejects.toThrow(StoreError);
      expect(await store.get(KEY)).toBeNull();
    });

    test('of almost 400 KB is kept', async () => {
      const item = { ...KEY, text: 'x'.repeat(399 * 1024) };
      await store.put(item);

      expect(await store.get(KEY)).toEqual(item);
    });

    test('that is put again is replaced', async () => {
      await store.put(some);
      await store.put({ ...KEY, only: 1 });

      expect(await store.get(KEY)).toEqual({ ...KEY, only: 1 });
    });

    test('that is not there is null', async () => {
      expect(await store.get(KEY)).toBeNull();
    });
  });

  describe('a query', () => {
    const keys = ['A', 'H', 'M#1', 'M#10', 'M#2', 'S#\uff5e', 'S#\u{1F600}', 'a'];

    beforeEach(async () => {
      const scattered = [5, 0, 7, 2, 6, 1, 4, 3].map((at) => ({ pk: 'g', sk: keys[at] ?? '' }));
      for (const key of scattered) await store.put(key);
      await store.put({ pk: 'another', sk: 'H' });
    });

    test.each([
      ['all', ' ', '\u{10FFFF}', keys],
      ['a range with both its ends', 'H', 'M#2', ['H', 'M#1', 'M#10', 'M#2']],
      ['a prefix', 'M#', 'M#~', ['M#1', 'M#10', 'M#2']],
      ['one', 'H', 'H', ['H']],
      ['none', 'B', 'C', []],
      ['none, the wrong way round', 'S', 'H', []],
    ])('gives %s in the order of UTF-8', async (_what, from, to, expected) => {
      const found = await store.query('g', from, to);

      expect(found.map(({ sk }) => sk)).toEqual(expected);
    });

    test('gives all of a partition that needs several pages', async () => {
      const sks = Array.from({ length: 30 }, (_, index) => `big#${String(index).padStart(2, '0')}`);
      await Promise.all(sks.map((sk) => store.put({ pk: 'big', sk, text: 'x'.repeat(100 * 1024) })));

      const found = await store.query('big', 'big#', 'big#~');

      expect(found.map(({ sk }) => sk)).toEqual(sks);
    });
  });

  describe('a transaction', () => {
    const other: Item = { pk: 'q', sk: 'other', n: 1 };
    const third: Item = { pk: 'q', sk: 'third' };

    beforeEach(async () => {
      await store.put(some);
      await store.put(other);
    });

    const writes = (condition: Condition): readonly Write[] => [
      { type: 'put', item: third, condition: [[['pk', 'absent']]] },
      { type: 'update', key: other, update: { add: { n: 1 } }, condition: [[['n', '=', 1]]] },
      { type: 'delete', key: KEY, condition },
      { type: 'check', key: { pk: 'nobody', sk: 'x' }, condition: [[['pk', 'absent']]] },
    ];

    test('is applied whole', async () => {
      expect(await store.transact(writes([[['n', '=', 5]]]))).toBe(true);

      expect(await store.get(KEY)).toBeNull();
      expect(await store.get(other)).toEqual({ ...other, n: 2 });
      expect(await store.get(third)).toEqual(third);
    });

    test('is not applied at all when one condition fails', async () => {
      expect(await store.transact(writes([[['n', '=', 6]]]))).toBe(false);

      expect(await store.get(KEY)).toEqual(some);
      expect(await store.get(other)).toEqual(other);
      expect(await store.get(third)).toBeNull();
    });

    test('may be repeated', async () => {
      const add: Write = { type: 'update', key: other, update: { add: { n: 1 } } };
      await store.transact([add]);
      await store.transact([add]);

      expect(await store.get(other)).toEqual({ ...other, n: 3 });
    });

    test('deletes what is not there', async () => {
      expect(await store.transact([{ type: 'delete', key: third }])).toBe(true);
    });

    test('refuses two writes to one item', async () => {
      const twice: Write[] = [
        { type: 'put', item: third },
        { type: 'check', key: { pk: 'q', sk: 'third' }, condition: [[['pk', 'absent']]] },
      ];

      await expect(store.transact(twice)).rejects.toThrow(StoreError);
      expect(await store.get(third)).toBeNull();
    });

    test('takes a hundred writes', async () => {
      expect(await store.transact(puts(100))).toBe(true);
      expect(await store.query('many', '0', '~')).toHaveLength(100);
    });

    test.each([
      ['none', []],
      ['more than a hundred writes', puts(101)],
      ['more than 4 MB', puts(12, 'x'.repeat(380 * 1024))],
      ['an update that changes nothing', [{ type: 'update', key: KEY, update: {} } satisfies Write]],
      ['adding to a string', [{ type: 'update', key: KEY, update: { add: { s: 1 } } } satisfies Write]],
    ])('refuses %s', async (_what, refused) => {
      await expect(store.transact(refused)).rejects.toThrow(StoreError);
      expect(await store.query('many', '0', '~')).toEqual([]);
    });
  });

  describe('the index of what is due', () => {
    const timer = (sk: string, shard: number, wakeAt: number): Item => ({ pk: 't', sk, shard, wakeAt, more: 'x' });

    test('gives one shard, earliest first, up to an instant', async () => {
      const timers = [timer('c', 1, 30), timer('a', 1, 10), timer('b', 1, 20), timer('d', 1, 31), timer('e', 2, 5)];
      for (const item of timers) await store.put(item);

      const due = await store.due(1, 30, 10);

      expect(due).toEqual([
        { pk: 't', sk: 'a', wakeAt: 10 },
        { pk: 't', sk: 'b', wakeAt: 20 },
        { pk: 't', sk: 'c', wakeAt: 30 },
      ]);
    });

    test('gives no more than asked for', async () => {
      for (let at = 0; at < 5; at += 1) await store.put(timer(`${at}`, 0, at));

      expect((await store.due(0, 99, 3)).map(({ sk }) => sk)).toEqual(['0', '1', '2']);
    });

    test('holds only what has both attributes', async () => {
      await store.put({ pk: 't', sk: 'never', shard: 1 });
      await store.put({ pk: 't', sk: 'nowhere', wakeAt: 1 });
      await store.put(timer('was', 1, 1));
      await store.update({ pk: 't', sk: 'was' }, { remove: ['wakeAt'] });
      await store.put(timer('gone', 1, 1));
      await store.transact([{ type: 'delete', key: { pk: 't', sk: 'gone' } }]);
      await store.put(timer('replaced', 1, 1));
      await store.put({ pk: 't', sk: 'replaced' });

      expect(await store.due(1, 99, 10)).toEqual([]);
    });

    test('follows an update', async () => {
      await store.put(timer('a', 1, 10));
      await store.update({ pk: 't', sk: 'a' }, { set: { wakeAt: 50, shard: 2 } });

      expect(await store.due(1, 99, 10)).toEqual([]);
      expect(await store.due(2, 99, 10)).toEqual([{ pk: 't', sk: 'a', wakeAt: 50 }]);
    });
  });
}

function puts(count: number, text = ''): readonly Write[] {
  return Array.from({ length: count }, (_, index) => ({ type: 'put', item: { pk: 'many', sk: `${index}`, text } }));
}
