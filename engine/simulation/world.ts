import '../../core/routing/re2'; // histories route by expressions of every kind
import { MemoryStore } from '../../adapters/memory/store';
import type { Channel, Request, Response } from '../../channels/channel';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import { flush } from '../flush';
import { sweepHeartbeats } from '../heartbeat';
import { ingest } from '../ingest';
import { LiveView } from '../muting/live';
import { notify } from '../notify';
import { type Message, type Ports, type Store, StoreError, TransportError } from '../ports';
import { HORIZON_MS, sweep } from '../sweep';
import { type Faults, NO_FAULTS } from './faults';
import { Heap } from './heap';
import { Random } from './random';

/** What the world's provider does with a request; it may look at who asks and when. */
export type Answer = (request: Request, now: EpochMs) => Response | 'silence';

export type WorldOptions = {
  readonly seed: number;
  readonly start: EpochMs;
  readonly configuration: Configuration;
  readonly channels: readonly Channel[];
  readonly answer: Answer;
  /** Called as a provider takes a request in, whatever the caller learns of it. */
  readonly received: (request: Request, now: EpochMs) => void;
  readonly faults?: Faults;
  /** When the faults stop. */
  readonly faultsUntil?: EpochMs;
  /** Lets a test break a mechanism: what the processes get instead of the store. */
  readonly wrapStore?: (store: Store) => Store;
  /** Writes down every call; that takes time. */
  readonly traced?: boolean;
};

type Process = { readonly name: string; dead: boolean };

/** Deliveries of one message before it is given up; messages of sources are never given up here. */
const MAX_HINT_RECEIVES = 3;
const VISIBILITY_MS = 60 * SECOND_MS;
const SWEEP_EVERY_MS = MINUTE_MS;

/**
 * The engine, its queues, its table and its providers in one seeded, single-threaded world: every port call is an
 * event on one heap, so that the seed decides how processes interleave, who dies where, and what is lost.
 * The same seed gives the same world.
 */
export class World {
  now: EpochMs;
  readonly table = new MemoryStore();
  /** What happened, for comparing two runs and for reading a failure. */
  readonly trace: string[] = [];
  /** Errors that processes ended with. */
  readonly errors: Error[] = [];
  readonly #options: WorldOptions;
  readonly #heap = new Heap<() => void>();
  readonly #random: Random;
  readonly #store: Store;
  /** What a process that lives on remembers. */
  readonly #live = new LiveView();
  #tokens = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#store = options.wrapStore?.(this.table) ?? this.table;
    this.now = options.start;
    this.at(options.start + this.#random.between(0, SWEEP_EVERY_MS), () => this.#sweep());
  }

  /** Has something happen at an instant; of two at one instant, the first asked for comes first. */
  at(instant: EpochMs, event: () => void): void {
    this.#heap.put(Math.max(instant, this.now), event);
  }

  /** A message of a source: accepted, so it is delivered until it was worked through. */
  accept(body: string, delayMs = 0): void {
    const { doubled } = this.#faults;
    const copies = this.#random.chance(doubled) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      this.#deliver('ingest', () => this.#ingest(body), delayMs + this.#transit(), Number.POSITIVE_INFINITY);
  }

  /** Runs all that happens until then. */
  async run(until: EpochMs): Promise<void> {
    while (this.#heap.nextAt <= until) {
      const next = this.#heap.take();
      if (!next) break;
      this.now = Math.max(this.now, next.at);
      next.entry();
      await settled();
    }
    this.now = Math.max(this.now, until);
  }

  get #faults(): Faults {
    const { faults = NO_FAULTS, faultsUntil = Number.POSITIVE_INFINITY } = this.#options;
    return this.now < faultsUntil ? faults : NO_FAULTS;
  }

  #note(text: string): void {
    if (this.#options.traced) this.trace.push(`${this.now - this.#options.start} ${text}`);
  }

  /** How long a message is under way. */
  #transit(): number {
    const { delayed } = this.#faults;
    return this.#random.chance(delayed) ? this.#random.between(SECOND_MS, 3 * MINUTE_MS) : this.#random.between(1, 20);
  }

  #sweep(): void {
    this.at(this.now + SWEEP_EVERY_MS, () => this.#sweep());
    if (this.#random.chance(this.#faults.missedSweep) || !this.table.hasDue(this.now + HORIZON_MS)) return;
    this.#spawn(
      'sweep',
      async (ports) => {
        await sweep(ports);
        await sweepHeartbeats(ports, this.#options.configuration);
      },
      () => {},
    );
  }

  async #ingest(body: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#spawn(
        'ingest',
        async (ports) => {
          const { results } = await ingest(ports, this.#options.configuration, [body]);
          for (const result of results) if (!result.ok) throw result.error;
        },
        (error) => (error ? reject(error) : resolve()),
      );
    });
  }

  #send(message: Message, delayMs: number): void {
    // The message itself, not a hint: as one of a source.
    if (message.queue === 'ingest') {
      this.accept(message.body, delayMs);
      return;
    }
    const { lost, doubled } = this.#faults;
    const { configuration, channels } = this.#options;
    if (this.#random.chance(lost)) {
      this.#note(`lost ${JSON.stringify(message)}`);
      return;
    }
    const work = (ports: Ports): Promise<unknown> =>
      message.queue === 'wake'
        ? flush(ports, configuration, message.group, this.#live)
        : notify(ports, configuration, channels, message);
    const copies = this.#random.chance(doubled) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const run = () =>
        new Promise<void>((resolve, reject) => {
          this.#spawn(message.queue, work, (error) => (error ? reject(error) : resolve()));
        });
      this.#deliver(message.queue, run, delayMs + this.#transit(), MAX_HINT_RECEIVES);
    }
  }

  /** At least once: what is not worked through in time comes again. */
  #deliver(name: string, work: () => Promise<void>, delayMs: number, receives: number): void {
    this.at(this.now + delayMs, () => {
      let isDone = false;
      const redeliver = () => {
        if (isDone || receives <= 1) return;
        this.#note(`again ${name}`);
        this.#deliver(name, work, 0, receives - 1);
      };
      this.at(this.now + VISIBILITY_MS, redeliver);
      work().then(
        () => {
          isDone = true;
        },
        () => {},
      );
    });
  }

  /** A function's invocation. `ended` is not called when it dies: then only the queue's visibility tells. */
  #spawn(name: string, work: (ports: Ports) => Promise<unknown>, ended: (error: Error | null) => void): void {
    const process: Process = { name, dead: false };
    work(this.#portsOf(process)).then(
      () => ended(null),
      (error: unknown) => {
        const failure = error instanceof Error ? error : new Error(String(error));
        if (!(failure instanceof StoreError)) this.errors.push(failure);
        this.#note(`${name} ended with ${failure.name}`);
        ended(failure);
      },
    );
  }

  #portsOf(process: Process): Ports {
    const call = <Result>(name: string, apply: () => Result | Promise<Result>) => this.#call(process, name, apply);
    const store = this.#store;
    return {
      clock: { now: () => this.now },
      ids: {
        next: () => {
          this.#tokens += 1;
          return `t${this.#tokens}`;
        },
        random: () => this.#random.next(),
      },
      store: {
        get: (key) => call(`get ${key.pk} ${key.sk}`, () => store.get(key)),
        put: (item, condition) => call(`put ${item.pk} ${item.sk}`, () => store.put(item, condition)),
        update: (key, update, condition) =>
          call(`update ${key.pk} ${key.sk}`, () => store.update(key, update, condition)),
        query: (pk, from, to) => call(`query ${pk}`, () => store.query(pk, from, to)),
        transact: (writes) => call(`transact ${writes.length}`, () => store.transact(writes)),
        due: (shard, until, limit) =>
          call(`due ${shard}`, async () =>
            this.#random.chance(this.#faults.stale) ? [] : store.due(shard, until, limit),
          ),
      },
      queue: { send: (message, delayMs) => call(`send ${message.queue}`, () => this.#send(message, delayMs)) },
      transport: { send: (request) => this.#transport(process, request) },
    };
  }

  /** One port call: it takes its time, and anything that can go wrong may. */
  #call<Result>(process: Process, name: string, apply: () => Result | Promise<Result>): Promise<Result> {
    const { crash, throttle, appliedButFailed, late } = this.#faults;
    const random = this.#random;
    return new Promise((resolve, reject) => {
      if (process.dead) return;
      const latency = random.chance(late) ? random.between(20, 4_000) : random.between(1, 15);
      this.at(this.now + latency, () => {
        if (process.dead) return;
        if (random.chance(crash)) {
          process.dead = true;
          this.#note(`${process.name} died at ${name}`);
          if (random.chance(0.5)) void apply();
          return;
        }
        if (random.chance(throttle)) return reject(new StoreError(`throttled: ${name}`));
        const isReportedFailed = random.chance(appliedButFailed);
        Promise.resolve(apply()).then((result) => {
          this.#note(`${process.name} ${name}${isReportedFailed ? ' (reported as failed)' : ''}`);
          if (isReportedFailed) reject(new StoreError(`no answer: ${name}`));
          else resolve(result);
        }, reject);
      });
    });
  }

  #transport(process: Process, request: Request): Promise<Response> {
    const { crash, refused, silent, late } = this.#faults;
    const random = this.#random;
    const { answer, received } = this.#options;
    return new Promise((resolve, reject) => {
      if (process.dead) return;
      const latency = random.chance(late) ? random.between(200, 9_000) : random.between(5, 200);
      this.at(this.now + latency, () => {
        if (process.dead) return;
        if (random.chance(refused)) return resolve({ status: 500, headers: {}, body: 'out of order' });
        const isHeard = !random.chance(silent) || random.chance(0.5);
        const response = isHeard ? answer(request, this.now) : 'silence';
        const isTaken = response === 'silence' ? isHeard : response.status < 300;
        if (isTaken) received(request, this.now);
        this.#note(
          `provider ${JSON.stringify(request).length} ${response === 'silence' ? 'silence' : response.status}`,
        );
        if (random.chance(crash)) {
          process.dead = true;
          return;
        }
        if (response === 'silence' || !isHeard || random.chance(silent)) reject(new TransportError('no answer'));
        else resolve(response);
      });
    });
  }
}

/** Lets everything that a settled promise leads to run before the next event: a tick comes when no microtask is left. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
