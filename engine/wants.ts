import type { Group, Header } from '../core/incident/group';
import { NOTHING_TOLD, pack, type Told } from '../core/incident/told';
import type { Want } from '../core/incident/wants';
import { clip } from '../core/notification/clip';
import { type EpochMs, SECOND_MS } from '../core/time';
import { groupPartition, shardOf, slotKey, toldKey } from './keys';
import type { Loaded } from './load';
import { notificationOf } from './notification';
import type { Clause, Update, Write } from './ports';
import { KEEP_MS, type SlotItem, ttlAt } from './stored';

const MAX_PAYLOAD_BYTES = 200 * 1024;
/** Payloads of one transaction together; DynamoDB takes 4 MB with everything else. */
const MAX_PAYLOADS_BYTES = 3 * 1024 * 1024;
const MAX_WRITES = 100;
/** The header, the timeline and what is muted share the transaction. */
const OTHER_WRITES = 3;
/** A delivery is retried for group_interval, but not for less than this, as upstream. */
const MIN_RETRY_MS = 10 * SECOND_MS;
/** A page that does not arrive soon goes another way: the next method, the next step. */
const PAGE_RETRY_MS = 90 * SECOND_MS;
const PAGE_TRIES = 3;

/** The writes that make a flush's wants so: slots, what they will have told, and told-items that nothing speaks of. */
export function writesOf(
  { group, slots, toldNames }: Loaded,
  next: Header,
  wants: readonly Want[],
  version: number,
  now: EpochMs,
): readonly Write[] {
  const told = new ToldItems(group, version, now);
  const maxBytes = Math.min(MAX_PAYLOAD_BYTES, Math.floor(MAX_PAYLOADS_BYTES / Math.max(1, wants.length)));
  const changes = wants.map((want): Write => {
    const slot = slots.get(want.integration.key);
    const isUnchanged: Clause = slot ? ['v', '=', slot.v] : ['v', 'absent'];
    const update = updateOf({ want, slot, group, next, version, now, told, maxBytes });
    return { type: 'update', key: slotKey(group.id, want.integration.key), update, condition: [[isUnchanged]] };
  });
  const spokenOf = new Set([...slots.values()].flatMap(namesIn));
  const room = MAX_WRITES - OTHER_WRITES - changes.length - told.writes.length;
  const garbage = toldNames.filter((name) => !spokenOf.has(name)).slice(0, Math.max(0, room));
  const deletes = garbage.map((sk): Write => ({ type: 'delete', key: { pk: groupPartition(group.id), sk } }));
  return [...changes, ...told.writes, ...deletes];
}

/** Names of told-items, as slots were before this commit: what only a new revision drops goes with the next. */
const namesIn = ({ wantedTold, doneTold, claimedTold, unknown = [], believed = [] }: SlotItem): readonly string[] =>
  [wantedTold, doneTold, claimedTold, ...unknown, ...believed].flatMap((name) => name ?? []);

/** What is told goes into items of its own, once per commit however many slots tell it: ten thousand alerts fill one. */
class ToldItems {
  readonly writes: Write[] = [];
  readonly #names = new Map<string, string>();

  constructor(
    readonly group: Group,
    readonly version: number,
    readonly now: EpochMs,
  ) {}

  nameOf(what: Told): string {
    const firing = pack(what.firing);
    const resolved = pack(what.resolved);
    const muted = pack(what.muted);
    const content = `${firing}/${resolved}/${muted}`;
    const known = this.#names.get(content);
    if (known) return known;
    const key = toldKey(this.group.id, this.version, this.#names.size);
    this.#names.set(content, key.sk);
    this.writes.push({
      type: 'put',
      item: { ...key, firing, resolved, ...(muted && { muted }), ttl: expiry(this.group, this.now) },
    });
    return key.sk;
  }
}

/** A slot must outlive the wait for its repetition. */
const expiry = ({ timing }: Group, now: EpochMs): number => ttlAt(now + KEEP_MS + 2 * timing.repeatIntervalMs);

type Change = {
  readonly want: Want;
  readonly slot: SlotItem | undefined;
  readonly group: Group;
  readonly next: Header;
  readonly version: number;
  readonly now: EpochMs;
  readonly told: ToldItems;
  readonly maxBytes: number;
};

function updateOf({ want, slot, group, next, version, now, told, maxBytes }: Change): Update {
  if (want.type === 'supersede') {
    return { set: { supersededRev: version }, remove: ['pending', 'payload', 'wakeAt'], add: { v: 1 } };
  }
  if (want.type === 'forget') {
    const done = { doneRev: version, doneTold: told.nameOf(NOTHING_TOLD), doneAt: now };
    return {
      set: done,
      remove: ['pending', 'payload', 'wakeAt', 'unknown', 'claimedTold', 'unsure', 'ref', 'believed', 'isOpen'],
      add: { v: 1 },
    };
  }
  const isBusy = slot?.pending === true && slot.attempts > 0 && (slot.wakeAt ?? now) > now;
  const unknown = [...(slot?.unknown ?? []), ...(slot?.claimedTold === undefined ? [] : [slot.claimedTold])];
  const receiver = want.receiver ?? slot?.receiver ?? group.receiver;
  const payload = JSON.stringify(clip(notificationOf(group, next, { ...want, receiver }, now), maxBytes));
  return {
    set: {
      receiver,
      shard: shardOf(group.id),
      pending: true,
      wantedRev: version,
      wantedTold: told.nameOf(want.told),
      wantedAt: now,
      kind: want.kind,
      payload,
      giveUpAt: now + (want.paged ? PAGE_RETRY_MS : Math.max(MIN_RETRY_MS, group.timing.groupIntervalMs)),
      ...(want.paged && { tries: PAGE_TRIES }),
      // A send under way, or a pause that the destination asked for, is not cut short by newer words.
      wakeAt: isBusy ? (slot.wakeAt ?? now) : now,
      attempts: isBusy ? slot.attempts : 0,
      unknown: [...new Set(unknown)],
      ttl: expiry(group, now),
    },
    // Whether an attempt at the former words was read is remembered in `unknown` from here on.
    remove: want.paged ? ['unsure'] : ['unsure', 'tries'],
    add: { v: 1 },
  };
}
