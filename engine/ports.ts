import type { Request, Response } from '../channels/channel';
import type { Command } from '../core/incident/command';
import type { Json } from '../core/json';
import type { EpochMs } from '../core/time';
import type { Described } from '../formats/cloudwatch/described';
import type { Pairs } from '../formats/cloudwatch/pairs';

export type Clock = { now(): EpochMs };

/** Randomness: tokens and jitter. Seeded in the simulation. */
export type Ids = {
  /** A token that no other call returns. */
  next(): string;
  /** A number in [0, 1). */
  random(): number;
};

export type Key = { readonly pk: string; readonly sk: string };
export type Item = Key & { readonly [attribute: string]: Json };

/** `[attribute, operator, value]`; `absent` and `present` take no value. A comparison with an absent attribute is false. */
export type Clause =
  | readonly [attribute: string, operator: '=' | '<>', value: string | number | boolean]
  | readonly [attribute: string, operator: '<' | '<=' | '>' | '>=', value: string | number]
  | readonly [attribute: string, operator: 'absent' | 'present'];

/** Holds when every clause of at least one alternative holds. An item that does not exist has no attributes. */
export type Condition = readonly (readonly Clause[])[];

/** Changes to one item, which is made if it does not exist. */
export type Update = {
  readonly set?: Readonly<Record<string, Json>>;
  /** Set only where the attribute is absent. */
  readonly setIfAbsent?: Readonly<Record<string, Json>>;
  /** Target attribute: source attribute of the same item, as it was before; null where the source is absent. */
  readonly copy?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
};

/** `item`: as it is after the write. `existing`: what made the condition fail, null if there is no item. */
export type Written =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly existing: Item | null };

export type Write =
  | { readonly type: 'put'; readonly item: Item; readonly condition?: Condition }
  | { readonly type: 'update'; readonly key: Key; readonly update: Update; readonly condition?: Condition }
  | { readonly type: 'delete'; readonly key: Key; readonly condition?: Condition }
  | { readonly type: 'check'; readonly key: Key; readonly condition: Condition };

/** What is due: an entry of the sparse index over `shard` and `wakeAt`. */
export type Due = Key & { readonly wakeAt: EpochMs };

/**
 * One table. Reads of items are strongly consistent; the due index may be stale.
 * Every method may throw a {@link StoreError}: then the write may or may not have been applied.
 */
export type Store = {
  get(key: Key): Promise<Item | null>;
  put(item: Item, condition?: Condition): Promise<Written>;
  update(key: Key, update: Update, condition?: Condition): Promise<Written>;
  /** Items of one partition whose sort key lies in [from, to], in its order; all of them. */
  query(pk: string, from: string, to: string): Promise<readonly Item[]>;
  /** All or none; false when a condition failed. At most 100 writes, one per item. */
  transact(writes: readonly Write[]): Promise<boolean>;
  /** Entries of one shard with wakeAt <= until, earliest first. */
  due(shard: number, until: EpochMs, limit: number): Promise<readonly Due[]>;
};

export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** A page that goes round the table: a notification as JSON, under the key by which a provider knows it again. */
export type Emergency = { readonly key: string; readonly text: string; readonly tries: number };

/** A command: `id` names it, so that the same one twice does nothing twice; `from` says by which way it came. */
export type Act = {
  readonly id: string;
  readonly type: Command['type'];
  readonly by: string;
  readonly from: string;
};

/** `wake` and `deliver` are hints, but for an emergency; `ingest` carries the message itself: it must not be lost. */
export type Message =
  | { readonly queue: 'ingest'; readonly body: string }
  /** With an act it is no hint: somebody, or something, answered the group's incident. */
  | { readonly queue: 'wake'; readonly group: string; readonly act?: Act }
  | {
      readonly queue: 'deliver';
      readonly group: string;
      readonly slot: string;
      readonly emergency?: Emergency;
    };

export type Queue = {
  /** Delivers at least once, after `delayMs` (at most 15 minutes) at the earliest. */
  send(message: Message, delayMs: number): Promise<void>;
};

export type Transport = {
  /** @throws {TransportError} when no answer came: what was asked may or may not have happened. */
  send(request: Request): Promise<Response>;
};

export class TransportError extends Error {
  override readonly name = 'TransportError';
}

/** An account's alarms in one region. */
export type Home = { readonly account: string; readonly region: string };

/** CloudWatch, asked. Every method may throw an {@link AlarmsError}. */
export type Alarms = {
  /** Whose alarms can be asked for. Null: anybody's, as in `replay`. */
  readonly home: Home | null;
  /** Is this action, an ARN, one of the topics by which alarms come to us? */
  isOurs(action: string): boolean;
  /** All that are in ALARM, of every type. */
  inAlarm(): Promise<readonly Described[]>;
  /** Those of these names that exist. */
  named(names: readonly string[]): Promise<readonly Described[]>;
  tagsOf(arn: string): Promise<Pairs>;
  /** Ids of the alarm's contributors that are in ALARM. */
  contributorsOf(name: string): Promise<ReadonlySet<string>>;
  /** Names of alarms that a mute rule of CloudWatch mutes now. */
  muted(): Promise<ReadonlySet<string>>;
};

export class AlarmsError extends Error {
  override readonly name = 'AlarmsError';
}

export type Ports = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly queue: Queue;
  readonly transport: Transport;
};
