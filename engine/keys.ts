import { hash } from '../core/hash';
import type { Key } from './ports';

/** Where everything lies in the table; the sparse index `due` holds every item with `shard` and `wakeAt`. */
export const SHARDS = 4;

/**
 * Which part of the due index the firing alarms of an account and region lie in, apart from what wakes. There
 * `wakeAt` wakes nobody: it is when the alarm changed, or {@link IN_DOUBT}.
 */
export const firingShardOf = (account: string, region: string): number =>
  1_000 + Number.parseInt(hash(8, 'firing', account, region), 16);
/** Instead of its time: it fires for now, until its data come back or it expires. */
export const IN_DOUBT = 1;

/** Which part of the due index a group's items wake in. */
export const shardOf = (group: string): number => Number.parseInt(hash(8, group), 16) % SHARDS;

export const alertKey = (fingerprint: string): Key => ({ pk: `A#${fingerprint}`, sk: 'A' });
export const groupPartition = (group: string): string => `G#${group}`;
export const headerKey = (group: string): Key => ({ pk: groupPartition(group), sk: 'H' });
export const memberKey = (group: string, fingerprint: string): Key => ({
  pk: groupPartition(group),
  sk: `M#${fingerprint}`,
});
export const slotKey = (group: string, slot: string): Key => ({ pk: groupPartition(group), sk: `S#${slot}` });

const REVISION_DIGITS = 12;
const padded = (version: number): string => String(version).padStart(REVISION_DIGITS, '0');

/** What was told by a revision of this version; destinations that learn different things have different parts. */
export const toldKey = (group: string, version: number, part: number): Key => ({
  pk: groupPartition(group),
  sk: `L#${padded(version)}-${part}`,
});
export const timelineKey = (group: string, version: number): Key => ({
  pk: groupPartition(group),
  sk: `E#${padded(version)}`,
});

/** A command that was carried out; beside what a flush reads. */
export const actKey = (group: string, id: string): Key => ({ pk: groupPartition(group), sk: `C#${id}` });

/** Sort keys between these are what a flush reads: header, what was told, members, slots; not the timeline. */
export const FLUSH_FROM = 'H';
export const FLUSH_TO = 'S~';

/** What is true until somebody says otherwise: silences and the like, and a version of all of it. */
export const LIVE = 'LIVE';
/** The configuration that runs, for those who ask for it. */
export const CONFIG = 'CONFIG';
export const silenceKey = (id: string): Key => ({ pk: LIVE, sk: `SIL#${id}` });
export const overrideKey = (id: string): Key => ({ pk: LIVE, sk: `OVR#${id}` });
export const liveVersionKey: Key = { pk: LIVE, sk: 'V' };
/** Sort keys between these are all that is live, but for its version. */
export const LIVE_FROM = 'A';
export const LIVE_TO = 'U~';

/** What keeps members of a group from being told, as its last flush found. */
export const mutedKey = (group: string): Key => ({ pk: groupPartition(group), sk: 'Q' });

/** Firing alerts that inhibit others by one rule. */
export const inhibitorsPartition = (rule: string): string => `I#${rule}`;

/** What all deliveries to one destination share: breaker, pause, page budget. */
export const holdPartition = (destination: string): string => `HOLD#${destination}`;
export const holdKey = (destination: string): Key => ({ pk: holdPartition(destination), sk: 'hold' });
/** The destination of a partition, or null for a partition of another kind. */
export const heldBy = (pk: string): string | null => (pk.startsWith('HOLD#') ? pk.slice(5) : null);

/** The destination that a slot is a conversation with: one that stands twice in a receiver is one all the same. */
export const destinationOf = (slot: string): string =>
  (slot.split('#')[0] ?? slot).replace(/^(.+-[0-9a-f]{16})-\d+$/, '$1');

/** The alert of a partition, or null for a partition of another kind. */
export const alertOf = (pk: string): string | null => (pk.startsWith('A#') ? pk.slice(2) : null);
/** The group of a partition, or null for a partition of another kind. */
export const groupOf = (pk: string): string | null => (pk.startsWith('G#') ? pk.slice(2) : null);
/** The slot of a sort key, or null for an item of another kind. */
export const slotOf = (sk: string): string | null => (sk.startsWith('S#') ? sk.slice(2) : null);

/** All heartbeats in one partition: there are few, and the sweep reads them all. */
export const HEARTBEATS = 'HB';
export const heartbeatKey = (name: string): Key => ({ pk: HEARTBEATS, sk: name });

/** How often somebody posted within a minute. */
export const ratePartition = (sender: string): string => `RATE#${sender}`;
export const rateKey = (sender: string, minute: number): Key => ({ pk: ratePartition(sender), sk: String(minute) });
