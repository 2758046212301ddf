import type { Request, Response } from '../../channels/channel';
import type { Notification } from '../../core/notification/notification';
import type { EpochMs } from '../../core/time';
import { type Alarms, type Message, type Store, StoreError, TransportError } from '../ports';
import type { ReconcilePorts } from '../reconcile';
import { questioned } from './cloudwatch';
import type { Faults } from './faults';
import type { Said } from './listening';
import type { Random } from './random';

/** A provider was asked to tell something. */
export type Asked = {
  readonly at: EpochMs;
  readonly group: string;
  readonly slot: string;
  readonly channel: string;
  readonly notification: Notification;
  /** The provider took it in, whatever the caller learnt of it. */
  taken: boolean;
  /** The engine got an answer and wrote it down: there is no reason to ask again. */
  settled: boolean;
};

/** One invocation of a function; a dead one does nothing any more. */
export type Process = {
  readonly name: string;
  readonly message: Message | null;
  dead: boolean;
  /** What a provider answered to. */
  asked: Asked | null;
};

/** What processes live in: the world, as their ports see it. */
export type Surroundings = {
  readonly store: Store;
  readonly cloudwatch: Alarms;
  readonly random: Random;
  readonly clock: { readonly now: EpochMs };
  readonly faults: () => Faults;
  /** Every call takes the same time: two worlds then differ only by what differs in them. */
  readonly steady: boolean;
  readonly after: (delayMs: number, event: () => void) => void;
  readonly note: (text: () => string) => void;
  readonly token: () => string;
  readonly send: (message: Message, delayMs: number) => void;
  readonly saidBy: (request: Request) => Said | null;
  readonly answer: (asked: Asked) => Response | 'timeout';
  readonly asked: (asked: Asked) => void;
};

const STEADY_MS = 5;

/** The ports of one process: each call takes its time, and anything that can go wrong may. */
export function portsOf(process: Process, world: Surroundings): ReconcilePorts {
  const { store, random, clock } = world;
  const call = <Result>(name: () => string, apply: () => Result | Promise<Result>) =>
    makeCall(process, world, name, apply);
  return {
    clock: { now: () => clock.now },
    ids: { next: world.token, random: () => random.next() },
    store: {
      get: (key) =>
        call(
          () => `get ${key.pk} ${key.sk}`,
          () => store.get(key),
        ),
      put: (item, condition) =>
        call(
          () => `put ${item.pk} ${item.sk}`,
          () => store.put(item, condition),
        ),
      update: (key, update, condition) =>
        call(
          () => `update ${key.pk} ${key.sk}`,
          () => store.update(key, update, condition),
        ),
      query: (pk, from, to) =>
        call(
          () => `query ${pk}`,
          () => store.query(pk, from, to),
        ),
      transact: (writes) =>
        call(
          () => `transact ${writes.length}`,
          () => store.transact(writes),
        ),
      due: (shard, until, limit) =>
        call(
          () => `due ${shard}`,
          async () => (random.chance(world.faults().stale) ? [] : store.due(shard, until, limit)),
        ),
    },
    queue: {
      send: (message, delayMs) =>
        call(
          () => `send ${message.queue}`,
          () => world.send(message, delayMs),
        ),
    },
    transport: { send: (request) => ask(process, world, request) },
    alarms: questioned(world.cloudwatch, call),
  };
}

function makeCall<Result>(
  process: Process,
  world: Surroundings,
  name: () => string,
  apply: () => Result | Promise<Result>,
): Promise<Result> {
  const { random } = world;
  const { crash, throttle, appliedButFailed, late } = world.faults();
  return new Promise((resolve, reject) => {
    if (process.dead) return;
    world.after(latency(world, late, [20, 4_000], [1, 15]), () => {
      if (process.dead) return;
      if (random.chance(crash)) {
        process.dead = true;
        world.note(() => `${process.name} died at ${name()}`);
        if (random.chance(0.5)) void apply();
        return;
      }
      if (random.chance(throttle)) return reject(new StoreError(`throttled: ${name()}`));
      const isReportedFailed = random.chance(appliedButFailed);
      Promise.resolve(apply()).then((result) => {
        world.note(() => `${process.name} ${name()}${isReportedFailed ? ' (reported as failed)' : ''}`);
        if (isReportedFailed) reject(new StoreError(`no answer: ${name()}`));
        else resolve(result);
      }, reject);
    });
  });
}

type Span = readonly [low: number, high: number];

function latency({ random, steady }: Surroundings, late: number, slow: Span, usual: Span): number {
  if (steady) return STEADY_MS;
  return random.chance(late) ? random.between(...slow) : random.between(...usual);
}

/** Asks a provider; it may take in what is asked although nobody hears its answer. */
function ask(process: Process, world: Surroundings, request: Request): Promise<Response> {
  const { random } = world;
  const { crash, refused, silent, late } = world.faults();
  const { asked, isAside } = askedBy(process, world, request);
  return new Promise((resolve, reject) => {
    if (process.dead) return;
    world.after(latency(world, late, [200, 9_000], [5, 200]), () => {
      if (process.dead) return;
      if (!isAside) world.asked(asked);
      const first = process.asked;
      // Until this one is answered well, all of it may be asked again.
      process.asked = null;
      if (random.chance(refused)) return resolve({ status: 500, headers: {}, body: 'out of order' });
      const isHeard = !random.chance(silent) || random.chance(0.5);
      const response = isHeard ? world.answer(asked) : 'timeout';
      asked.taken = response !== 'timeout' && response.status < 300;
      world.note(
        () =>
          `provider ${asked.slot} ${asked.notification.reason} ${response === 'timeout' ? response : response.status}`,
      );
      if (random.chance(crash)) {
        process.dead = true;
        return;
      }
      if (response === 'timeout' || random.chance(silent)) return reject(new TransportError('no answer'));
      process.asked = isAside ? first : asked;
      resolve(response);
    });
  });
}

function askedBy(process: Process, world: Surroundings, request: Request): { asked: Asked; isAside: boolean } {
  const said = world.saidBy(request);
  if (!said) throw new Error('a provider was asked by no channel');
  const { group, slot } = process.message?.queue === 'deliver' ? process.message : { group: '', slot: '' };
  const { channel, notification, isAside } = said;
  const asked: Asked = { at: world.clock.now, group, slot, channel, notification, taken: false, settled: false };
  return { asked, isAside };
}
