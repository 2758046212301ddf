import type { Condition, Store, Update, Write } from '../../engine/ports';

/** A store that has lost one of the mechanisms on which the protocol stands. */
export type Mutation = {
  readonly without: string;
  readonly wrapStore: (store: Store) => Store;
  /** A seed that is known to notice; where the engine has changed since, those after it are played. */
  readonly seed: number;
};

type Change = { readonly update: Update; readonly condition: Condition | undefined };

/** A store in which every update, alone or in a transaction, is changed first. */
function changing(store: Store, change: (sk: string, made: Change) => Change): Store {
  const changed = (write: Write): Write => {
    if (write.type !== 'update') return write;
    const { update, condition } = change(write.key.sk, { update: write.update, condition: write.condition });
    return { type: 'update', key: write.key, update, ...(condition && { condition }) };
  };
  return {
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    update: (key, update, condition) => {
      const made = change(key.sk, { update, condition });
      return store.update(key, made.update, made.condition);
    },
    transact: (writes) => store.transact(writes.map(changed)),
  };
}

/** Conditions on these attributes hold always. */
const ignoring =
  (kind: string, ...attributes: readonly string[]) =>
  (store: Store): Store =>
    changing(store, (sk, { update, condition }) => ({
      update,
      condition: sk.startsWith(kind)
        ? condition?.map((clauses) => clauses.filter(([attribute]) => !attributes.includes(attribute)))
        : condition,
    }));

const withoutSetting =
  (kind: string, ...attributes: readonly string[]) =>
  (store: Store): Store =>
    changing(store, (sk, { update, condition }) => {
      if (!sk.startsWith(kind)) return { update, condition };
      const kept = Object.entries(update.set ?? {}).filter(([name]) => !attributes.includes(name));
      return { update: { ...update, set: Object.fromEntries(kept) }, condition };
    });

const withoutCopying =
  (attribute: string) =>
  (store: Store): Store =>
    changing(store, (_, { update, condition }) => {
      const kept = Object.entries(update.copy ?? {}).filter(([name]) => name !== attribute);
      return { update: { ...update, copy: Object.fromEntries(kept) }, condition };
    });

export const mutations: readonly Mutation[] = [
  { without: 'gen: a flush does not know what it missed', wrapStore: ignoring('H', 'gen'), seed: 417 },
  { without: 'version: two flushes commit on one state', wrapStore: ignoring('H', 'version', 'gen'), seed: 1 },
  { without: 'order: an old transition replaces a newer one', wrapStore: ignoring('A', 'order'), seed: 1 },
  { without: 'order of members', wrapStore: ignoring('M', 'order'), seed: 1 },
  { without: 'lease: two senders at once', wrapStore: ignoring('S', 'lease', 'leaseUntil', 'wakeAt'), seed: 1 },
  {
    without: 'the sweep: a lost hint is lost for good',
    wrapStore: (store) => ({ ...bound(store), due: async () => [] }),
    seed: 37,
  },
  { without: 'the wake of a slot', wrapStore: withoutSetting('S', 'wakeAt'), seed: 1 },
  { without: 'the claim: an unanswered send was not read', wrapStore: withoutCopying('claimedTold'), seed: 1 },
  {
    without: 'what is unknown: a silent provider was not told',
    wrapStore: withoutSetting('S', 'unknown', 'unsure'),
    seed: 348,
  },
];

function bound(store: Store): Store {
  return changing(store, (_, made) => made);
}
