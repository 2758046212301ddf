import { SHARDS } from '../../../engine/keys';
import type { Condition, Store, Update, Write } from '../../../engine/ports';
import type { Faults } from '../../../engine/simulation/faults';
import type { Plan } from '../../../engine/simulation/plan';
import { endsUnheard, flapping, fleeting, moves } from './small-worlds';

/** A store that has lost one of the mechanisms on which the protocol stands. */
export type Mutation = {
  readonly without: string;
  readonly wrapStore: (store: Store) => Store;
  /** Worlds in which it matters; absent: generated ones. */
  readonly world?: (seed: number) => Plan;
  /** The faults that make it matter, and no others; absent: those of the seed. */
  readonly faults?: Partial<Faults>;
  /** Seeds that noticed when last looked: played first, so that the search is short where the engine is still the same. */
  readonly hints: readonly number[];
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

/** Writes of a transaction, one after the other: whoever dies between them leaves some undone. */
const torn = (store: Store): Store => ({
  ...bound(store),
  transact: async (writes) => {
    const [slot, wake] = writes;
    const isGiveUp = writes.length === 2 && slot?.type === 'update' && slot.key.sk.startsWith('S#');
    if (!isGiveUp || wake?.type !== 'update') return store.transact(writes);
    return (await store.update(slot.key, slot.update, slot.condition)).ok;
  },
});

/** What nobody needs to hear any more is sent all the same. */
const withoutSuperseding = (store: Store): Store =>
  changing(store, (sk, made) => {
    const isSuperseded = sk.startsWith('S') && made.update.set?.supersededRev !== undefined;
    return isSuperseded ? { update: { add: { v: 1 } }, condition: made.condition } : made;
  });

/** A group that is over is over: nothing has it looked at again, whoever did not hear of its end. */
function withoutClosing(store: Store): Store {
  const asleep = async (write: Write): Promise<Write> => {
    if (write.type !== 'update' || write.key.sk !== 'H' || write.update.set?.wakeAt === undefined) return write;
    const { set, remove = [] } = write.update;
    const after = { ...(await store.get(write.key)), ...set };
    const isOver = after.state === 'idle' && (remove.includes('openAt') || after.openAt == null);
    if (!isOver) return write;
    const { wakeAt: _, ...kept } = set;
    return { ...write, update: { ...write.update, set: kept, remove: [...remove, 'wakeAt'] } };
  };
  return {
    ...bound(store),
    update: async (key, update, condition) => {
      const write = await asleep({ type: 'update', key, update, ...(condition && { condition }) });
      return write.type === 'update'
        ? store.update(key, write.update, condition)
        : store.update(key, update, condition);
    },
    transact: async (writes) => store.transact(await Promise.all(writes.map(asleep))),
  };
}

/** A duplicate is a duplicate: what its first delivery left undone stays undone. */
const withoutArmingAgain = (store: Store): Store => {
  const seen = new Set<string>();
  return {
    ...bound(store),
    update: async (key, update, condition) => {
      const written = await store.update(key, update, condition);
      const order = String(update.set?.order);
      if (key.sk !== 'A' || update.set?.order === undefined) return written;
      const isKnown = seen.has(`${key.pk} ${order}`);
      seen.add(`${key.pk} ${order}`);
      // Told that something newer is there, ingest takes itself for late and stops.
      return isKnown && !written.ok && written.existing
        ? { ok: false, existing: { ...written.existing, order: `${order}~` } }
        : written;
    },
  };
};

export const mutations: readonly Mutation[] = [
  {
    without: 'gen: a flush does not know what it missed',
    wrapStore: ignoring('H', 'gen'),
    world: flapping({ late: 0.9, lost: 0.5 }),
    hints: [30],
  },
  { without: 'arming again on a duplicate', wrapStore: withoutArmingAgain, hints: [] },
  { without: 'version: two flushes commit on one state', wrapStore: ignoring('H', 'version', 'gen'), hints: [] },
  { without: 'order: an old transition replaces a newer one', wrapStore: ignoring('A', 'order'), hints: [] },
  {
    without: 'order of members',
    wrapStore: ignoring('M', 'order'),
    faults: { late: 0.6, doubled: 0.3 },
    hints: [15],
  },
  { without: 'lease: two senders at once', wrapStore: ignoring('S', 'lease', 'leaseUntil', 'wakeAt'), hints: [] },
  {
    without: 'revision order: an older revision is marked after a newer',
    wrapStore: ignoring('S', 'wantedRev', 'doneRev', 'v'),
    faults: { late: 0.6, lost: 0.3, crash: 0.1, doubled: 0.3 },
    hints: [80],
  },
  {
    without: 'the sweep: a lost hint is lost for good',
    wrapStore: (store) => ({ ...bound(store), due: async () => [] }),
    hints: [],
  },
  { without: 'the wake of a slot', wrapStore: withoutSetting('S', 'wakeAt'), hints: [] },
  {
    without: 'told-resolved: what was told is not remembered',
    wrapStore: withoutSetting('S', 'doneTold'),
    hints: [],
  },
  {
    without: 'the claim: an unanswered send was not read',
    wrapStore: withoutCopying('claimedTold'),
    faults: { crash: 0.1 },
    hints: [],
  },
  {
    without: 'what is unknown: a silent provider was not told',
    wrapStore: withoutSetting('S', 'unknown', 'unsure'),
    world: fleeting({ silent: 0.7, lost: 0.3 }),
    hints: [],
  },
  {
    without: 'what an acknowledgement supersedes: it is paged all the same',
    wrapStore: withoutSuperseding,
    faults: { delayed: 0.5, late: 0.4 },
    hints: [107],
  },
  { without: 'the wake that goes with giving up', wrapStore: torn, hints: [] },
  {
    without: 'the closing state: an end that failed is not tried again',
    wrapStore: withoutClosing,
    world: endsUnheard,
    hints: [],
  },
  {
    without: 'leaving: an alert that moved stays in its old group',
    wrapStore: withoutSetting('A', 'leaving'),
    world: moves({ crash: 0.3 }),
    hints: [1],
  },
  {
    without: 'the list of firing alarms: a lost OK is never missed',
    wrapStore: (store) => ({
      ...bound(store),
      due: async (shard, until, limit) => (shard < SHARDS ? store.due(shard, until, limit) : []),
    }),
    hints: [14, 35],
  },
];

function bound(store: Store): Store {
  return changing(store, (_, made) => made);
}
