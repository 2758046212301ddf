import '../../core/routing/re2'; // routes of worlds have expressions of every kind
import { MemoryStore } from '../../adapters/memory/store';
import { channels } from '../../channels';
import type { Response } from '../../channels/channel';
import type { Labels } from '../../core/alert/alert';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../core/time';
import { command } from '../command';
import type { Configuration } from '../configuration/configuration';
import { flush } from '../flush';
import { sweepHeartbeats } from '../heartbeat';
import { accept, ingest } from '../ingest';
import { LiveView } from '../muting/live';
import { notify } from '../notify';
import { type Message, type Store, StoreError } from '../ports';
import { type ReconcilePorts, reconcile } from '../reconcile';
import { reload } from '../reload';
import { HORIZON_MS, sweep } from '../sweep';
import { SimulatedCloudWatch } from './cloudwatch';
import { configured } from './configured';
import { kindOf, type PlannedEvent } from './events';
import { type Faults, NO_FAULTS } from './faults';
import { Heap } from './heap';
import { listening } from './listening';
import { type Asked, type Process, portsOf, type Surroundings } from './process';
import { Random } from './random';
import { AlertsApi } from './replay/posted';
import { Providers } from './replay/providers';
import type { Disruption } from './replay/scenario';
import type { Routing } from './routing';

export type WorldOptions = {
  readonly seed: number;
  readonly start: EpochMs;
  readonly routing: Routing;
  readonly faults?: Faults;
  /** When the faults stop. */
  readonly faultsUntil?: EpochMs;
  /** Lets a test break a mechanism: what the processes get instead of the store. */
  readonly wrapStore?: (store: Store) => Store;
  /** Writes down every call; that takes time. */
  readonly traced?: boolean;
  /** Every call and every message takes the same time. */
  readonly steady?: boolean;
};

/** What a process does; the configuration is the one that was deployed as it began. */
type Work = (ports: ReconcilePorts, configuration: Configuration) => Promise<unknown>;

/** Deliveries of one message before it is given up; messages of sources are never given up here. */
const MAX_HINT_RECEIVES = 3;
const VISIBILITY_MS = 60 * SECOND_MS;
const SWEEP_EVERY_MS = MINUTE_MS;
const RECONCILE_EVERY_MS = 5 * MINUTE_MS;
const STEADY_TRANSIT_MS = 10;

/**
 * The engine, its queues, its table and its providers in one seeded, single-threaded world: every port call is an
 * event on one heap, so that the seed decides how processes interleave, who dies where, and what is lost.
 * The same seed gives the same world.
 */
export class World {
  now: EpochMs;
  readonly start: EpochMs;
  readonly faultsUntil: EpochMs;
  readonly table = new MemoryStore();
  /** What happened, for comparing two runs and for reading a failure; empty unless asked for. */
  readonly trace: string[] = [];
  /** Errors that processes ended with and that no port made. */
  readonly errors: Error[] = [];
  /** Every call to a provider, in order. */
  readonly asked: Asked[] = [];
  /** What is known of alarms where they are. */
  readonly cloudwatch = new SimulatedCloudWatch();
  /** What reconciling raised. */
  readonly raised: { readonly at: EpochMs; readonly fingerprint: string }[] = [];
  configuration: Configuration;
  readonly deployed: Configuration[];
  readonly #options: WorldOptions;
  readonly #heap = new Heap<() => void>();
  readonly #random: Random;
  readonly #providers = new Providers();
  readonly #api = new AlertsApi();
  /** What a process that lives on remembers. */
  readonly #live = new LiveView();
  readonly #listening = listening(channels);
  readonly #surroundings: Surroundings;
  #tokens = 0;
  #isReconciling = false;

  constructor(options: WorldOptions) {
    const { seed, start, faultsUntil = Number.POSITIVE_INFINITY, routing, steady = false } = options;
    this.#options = options;
    this.#random = new Random(seed);
    this.now = start;
    this.start = start;
    this.faultsUntil = faultsUntil;
    this.configuration = configured(routing);
    this.deployed = [this.configuration];
    this.#surroundings = {
      store: options.wrapStore?.(this.table) ?? this.table,
      cloudwatch: this.cloudwatch,
      random: this.#random,
      clock: this,
      faults: () => this.#faults,
      steady,
      after: (delayMs, event) => this.at(this.now + delayMs, event),
      note: (text) => this.#note(text),
      token: () => {
        this.#tokens += 1;
        return `t${this.#tokens}`;
      },
      send: (message, delayMs) => this.#send(message, delayMs),
      saidBy: this.#listening.saidBy,
      answer: (asked) => this.#answer(asked),
      asked: (asked) => this.asked.push(asked),
    };
    this.at(start + (steady ? 0 : this.#random.between(0, SWEEP_EVERY_MS)), () => this.#sweep());
  }

  /** Has something happen at an instant; of two at one instant, the first asked for comes first. */
  at(instant: EpochMs, event: () => void): void {
    this.#heap.put(Math.max(instant, this.now), event);
  }

  /** What is planned happens in its time. */
  schedule(events: readonly PlannedEvent[]): void {
    for (const event of events) this.at(this.start + event.at, () => kindOf(event).happen(event, this));
  }

  /** A message of a source: accepted, so it is delivered until it was worked through. */
  accept(body: string, delayMs = 0): void {
    const work: Work = async (ports, configuration) => {
      const { results } = await ingest(ports, configuration, [body]);
      for (const result of results) if (!result.ok) throw result.error;
    };
    this.enqueue('ingest', work, delayMs);
  }

  /** An alert as a level source posts it. @param endsAt null: resolve_timeout counts */
  post(labels: Labels, endsAt: EpochMs | null): void {
    const posted = { labels, annotations: {}, startsAt: null, endsAt, generatorUrl: null };
    const alert = this.#api.post(posted, this.now, this.configuration.resolveTimeoutMs);
    this.enqueue('ingest', (ports, configuration) => accept(ports, configuration, alert));
  }

  /** Another configuration is deployed: it counts for every process that begins from now on. */
  reload(routing: Routing): void {
    this.configuration = configured(routing);
    this.deployed.push(this.configuration);
    this.enqueue('reload', (ports, configuration) => reload(ports, configuration));
  }

  /** There are alarms that CloudWatch can be asked about: from now on it is. */
  reconcileFromNow(): void {
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    const first = this.#options.steady ? 0 : this.#random.between(0, RECONCILE_EVERY_MS);
    this.at(this.now + first, () => this.#reconcile());
  }

  /** A provider is out of order. */
  disrupt(disruption: Disruption): void {
    this.#providers.disrupt(disruption);
  }

  /** Work that somebody asked for by a queue: at least once, and until it was worked through; perhaps twice. */
  enqueue(name: string, work: Work, delayMs = 0): void {
    const copies = this.#random.chance(this.#faults.doubled) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      this.#deliver(name, work, null, delayMs + this.#transit(), Number.POSITIVE_INFINITY);
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
    const { faults = NO_FAULTS } = this.#options;
    return this.now < this.faultsUntil ? faults : NO_FAULTS;
  }

  #note(text: () => string): void {
    if (this.#options.traced) this.trace.push(`${this.now - this.start} ${text()}`);
  }

  /** How long a message is under way. */
  #transit(): number {
    if (this.#options.steady) return STEADY_TRANSIT_MS;
    const { delayed } = this.#faults;
    return this.#random.chance(delayed) ? this.#random.between(SECOND_MS, 3 * MINUTE_MS) : this.#random.between(1, 20);
  }

  /** Where nothing is due it would find nothing: most sweeps of a world are spared. */
  #sweep(): void {
    this.at(this.now + SWEEP_EVERY_MS, () => this.#sweep());
    const isIdle = !this.table.hasDue(this.now + HORIZON_MS) && this.configuration.ingest.heartbeats.length === 0;
    if (this.#random.chance(this.#faults.missedSweep) || isIdle) return;
    const work: Work = async (ports, configuration) => {
      await sweep(ports);
      await sweepHeartbeats(ports, configuration);
    };
    this.#spawn('sweep', work, null, () => {});
  }

  #reconcile(): void {
    this.at(this.now + RECONCILE_EVERY_MS, () => this.#reconcile());
    if (this.#random.chance(this.#faults.missedSweep)) return;
    const work: Work = async (ports) => {
      const { raised } = await reconcile(ports);
      for (const fingerprint of raised) this.raised.push({ at: this.now, fingerprint });
    };
    this.#spawn('reconcile', work, null, () => {});
  }

  #send(message: Message, delayMs: number): void {
    // The message itself, not a hint: as one of a source.
    if (message.queue === 'ingest') {
      this.accept(message.body, delayMs);
      return;
    }
    const act = message.queue === 'wake' ? message.act : undefined;
    if (act && message.queue === 'wake') {
      const { group } = message;
      this.enqueue('command', (ports, configuration) => command(ports, configuration, group, act), delayMs);
      return;
    }
    const { lost, doubled } = this.#faults;
    if (this.#random.chance(lost)) {
      this.#note(() => `lost ${JSON.stringify(message)}`);
      return;
    }
    const work: Work = (ports, configuration) =>
      message.queue === 'wake'
        ? flush(ports, configuration, message.group, this.#live)
        : notify(ports, configuration, this.#listening.channels, message);
    const copies = this.#random.chance(doubled) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      this.#deliver(message.queue, work, message, delayMs + this.#transit(), MAX_HINT_RECEIVES);
  }

  /** At least once: what is not worked through in time comes again. */
  #deliver(name: string, work: Work, message: Message | null, delayMs: number, receives: number): void {
    this.at(this.now + delayMs, () => {
      let isDone = false;
      this.at(this.now + VISIBILITY_MS, () => {
        if (isDone || receives <= 1) return;
        this.#note(() => `again ${name}`);
        this.#deliver(name, work, message, 0, receives - 1);
      });
      this.#spawn(name, work, message, () => {
        isDone = true;
      });
    });
  }

  /** A function's invocation; of one that failed or died only the queue's visibility tells. */
  #spawn(name: string, work: Work, message: Message | null, done: () => void): void {
    const process: Process = { name, message, dead: false, asked: null };
    work(portsOf(process, this.#surroundings), this.configuration).then(
      () => {
        if (process.asked?.taken) process.asked.settled = true;
        done();
      },
      (error: unknown) => {
        const failure = error instanceof Error ? error : new Error(String(error));
        if (!(failure instanceof StoreError)) this.errors.push(failure);
        this.#note(() => `${name} ended with ${failure.name}`);
      },
    );
  }

  #answer({ slot, channel, notification }: Asked): Response | 'timeout' {
    const { receiver } = notification;
    const integrations = this.configuration.receivers[receiver]?.integrations ?? [];
    const index = integrations.find(({ key }) => key === slot)?.index ?? -1;
    return this.#providers.answer(receiver, { channel, index }, this.now);
  }
}

/** Lets everything that a settled promise leads to run before the next event: a tick comes when no microtask is left. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
