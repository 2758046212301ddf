import { MemoryStore } from '../../../adapters/memory/store';
import type { Request, Response } from '../../../channels/channel';
import { channelOf, channels } from '../../../channels/index';
import type { Alert } from '../../../core/alert/alert';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../../core/time';
import { sealEnvelope } from '../../../formats/intake/envelope';
import { command } from '../../command';
import { VersionConflict } from '../../commit';
import type { Configuration } from '../../configuration/configuration';
import { withStandIns } from '../../contacts';
import { flush } from '../../flush';
import { sweepHeartbeats } from '../../heartbeat';
import { KnownHolds } from '../../hold';
import { isAbout, openIncidents } from '../../incidents';
import { accept, ingest } from '../../ingest';
import { alertmanagerInFile, pagerdutyInFile } from '../../intake/unsealed';
import { LiveView } from '../../muting/live';
import { notify } from '../../notify';
import { addOverride, OverrideError, type OverrideRequest } from '../../override';
import { type Message, type Ports, type Store, StoreError, TransportError } from '../../ports';
import { reload } from '../../reload';
import { expireSilence, putSilence } from '../../silence';
import { sweep } from '../../sweep';
import { Heap } from '../heap';
import { Random } from '../random';
import { HeardAlarms } from './heard-alarms';
import { incidentsIn } from './incidents';
import { secondsAfter } from './moment';
import { AlertsApi } from './posted';
import { Providers } from './providers';
import { deliveryOf, readAttempt } from './record';
import type { Delivery, Replayed, StoryLine } from './result';
import type { Happening, Scenario } from './scenario';
import { deliveryText, sentenceOf } from './story';
import { Suppressions } from './suppressions';

/** When a queue gives a message again that was not worked through. */
const VISIBILITY_MS = 60 * SECOND_MS;
const SWEEP_EVERY_MS = MINUTE_MS;

type Role = 'command' | 'ingest' | 'flush' | 'notify' | 'sweep' | 'reload';
/** One invocation of a function; a dead one does nothing any more. */
type Process = { readonly role: Role; readonly told: Extract<Message, { queue: 'deliver' }> | null; dead: boolean };

/**
 * Runs a scenario through the production core: the same use-cases as the Lambdas, over a table in memory, queues
 * with exact delays and a clock that jumps from one event to the next. The same scenario gives the same result.
 * @param wrapStore takes a mechanism away, to see what a replay shows without it
 */
export async function replay(scenario: Scenario, wrapStore?: (store: Store) => Store): Promise<Replayed> {
  const run = new Run(scenario, wrapStore);
  return run.finish();
}

class Run {
  readonly #scenario: Scenario;
  readonly #heap = new Heap<() => void>();
  readonly #table = new MemoryStore();
  readonly #store: Store;
  readonly #api = new AlertsApi();
  readonly #alarms = new HeardAlarms();
  readonly #live = new LiveView();
  readonly #suppressions = new Suppressions();
  readonly #providers = new Providers();
  readonly #random: Random;
  /** What the notifiers know of destinations in trouble. */
  readonly #known = new KnownHolds();
  readonly #deliveries: Delivery[] = [];
  readonly #story: StoryLine[] = [];
  #configuration: Configuration;
  #now: EpochMs;
  #tokens = 0;
  /** Of what is posted at one instant, the second comes later. */
  #lastPostAt = 0;
  /** Who dies at its next commit. */
  #doomed: readonly Role[] = [];
  /** Delivers the last event's alerts or message again. */
  #again: () => void = () => {};
  #defect: Error | null = null;

  constructor(scenario: Scenario, wrapStore: (store: Store) => Store = (store) => store) {
    this.#store = wrapStore(this.#table);
    this.#scenario = scenario;
    this.#configuration = scenario.configuration;
    this.#now = scenario.start;
    this.#random = new Random(scenario.seed);
    // As after a deploy: heartbeats are expected from here on.
    this.#heap.put(scenario.start, () => this.#sweepHeartbeats());
    for (const { at, happening } of scenario.events) this.#heap.put(at, () => this.#happen(happening));
    this.#heap.put(scenario.start + SWEEP_EVERY_MS, () => this.#sweep());
  }

  async finish(): Promise<Replayed> {
    const { start, until } = this.#scenario;
    while (this.#heap.nextAt <= until) {
      const next = this.#heap.take();
      if (!next) break;
      this.#now = next.at;
      next.entry();
      await settled();
      if (this.#defect) throw this.#defect;
    }
    const incidents = incidentsIn(this.#table.items(), start);
    const { silenced, inhibited } = this.#suppressions;
    const result = { deliveries: this.#deliveries, incidents, silenced, inhibited };
    return { result, story: this.#story };
  }

  #tell(what: StoryLine['what'], text: string): void {
    this.#story.push({ at: secondsAfter(this.#scenario.start, this.#now), what, text });
  }

  #after(delayMs: number, event: () => void): void {
    this.#heap.put(this.#now + delayMs, event);
  }

  #happen(happening: Happening): void {
    this.#tell('in', sentenceOf(happening));
    switch (happening.type) {
      case 'post': {
        const { resolveTimeoutMs } = this.#configuration;
        const alerts = happening.alerts.map((posted) => this.#api.post(posted, this.#now, resolveTimeoutMs));
        this.#again = () => this.#accept(alerts);
        this.#again();
        return;
      }
      case 'message':
        this.#alarms.hear(happening.body, this.#now);
        this.#again = () => this.#ingest(happening.body);
        this.#again();
        return;
      case 'posted': {
        const envelope = this.#envelopeOf(happening);
        this.#again = () => this.#ingest(envelope);
        this.#again();
        return;
      }
      case 'heartbeat': {
        const heard = sealEnvelope({ tocsin: 'heartbeat', name: happening.name, at: this.#now });
        this.#again = () => this.#ingest(heard);
        this.#again();
        return;
      }
      case 'duplicate':
        this.#again();
        return;
      case 'outage':
        this.#providers.disrupt(happening.disruption);
        return;
      case 'silence':
        this.#work('command', (ports) => putSilence(ports, happening.silence));
        return;
      case 'expire':
        this.#work('command', (ports) => expireSilence(ports, happening.id, 'replay'));
        return;
      case 'reload':
        this.#configuration = happening.configuration;
        this.#work('reload', (ports) => reload(ports, happening.configuration));
        this.#sweepHeartbeats();
        return;
      case 'override':
        this.#again = () => this.#override(happening.request);
        this.#again();
        return;
      case 'command': {
        this.#tokens += 1;
        const id = `c${this.#tokens}`;
        this.#again = () => this.#command(happening, id);
        this.#again();
        return;
      }
      case 'crash':
        this.#doomed = happening.who === 'router' ? ['ingest', 'flush'] : ['notify'];
    }
  }

  /** What the public function would put on the queue for it. */
  #envelopeOf({ source, body }: Extract<Happening, { type: 'posted' }>): string {
    const { ingest } = this.#configuration;
    this.#lastPostAt = Math.max(this.#now, this.#lastPostAt + 1);
    const read =
      source === 'pagerduty'
        ? pagerdutyInFile(ingest, body, this.#lastPostAt, `event at ${this.#lastPostAt}`)
        : alertmanagerInFile(ingest, body, this.#lastPostAt);
    // The scenario's reader has refused what is wrong: another configuration does not change it.
    return read.ok ? sealEnvelope(read.envelope) : body;
  }

  #accept(alerts: readonly Alert[]): void {
    this.#work('ingest', async (ports) => {
      for (const alert of alerts) await accept(ports, this.#configuration, alert);
    });
  }

  #ingest(body: string): void {
    this.#work('ingest', async (ports) => {
      const { results } = await ingest({ ...ports, alarms: this.#alarms }, this.#configuration, [body]);
      for (const result of results) {
        if (!result.ok) throw result.error;
        for (const reason of result.ignored.filter(isNews)) this.#tell('decided', `ignored: ${reason}`);
      }
    });
  }

  #command({ command: type, matchers, by }: Extract<Happening, { type: 'command' }>, id: string): void {
    this.#work('command', async (ports) => {
      const incidents = await openIncidents(ports, this.#configuration);
      const meant = incidents.filter((incident) => isAbout(incident, matchers, this.#now));
      if (meant.length === 0) this.#tell('decided', 'no open incident is meant');
      for (const { id: group } of meant) {
        const { reason } = await command(ports, this.#configuration, group, { id, type, by, from: 'scenario' });
        this.#tell('decided', reason);
      }
    });
  }

  /** A conflict is refused, as it would be to whoever asks: the scenario goes on. */
  #override(request: OverrideRequest): void {
    this.#work('command', async (ports) => {
      try {
        await addOverride(ports, request);
      } catch (error) {
        if (!(error instanceof OverrideError)) throw error;
        this.#tell('decided', `the override is refused: ${error.message}`);
      }
    });
  }

  #sweep(): void {
    this.#after(SWEEP_EVERY_MS, () => this.#sweep());
    this.#work('sweep', (ports) => sweep(ports));
    this.#sweepHeartbeats();
  }

  #sweepHeartbeats(): void {
    this.#work('sweep', (ports) => sweepHeartbeats(ports, this.#configuration));
  }

  #receive(message: Message): void {
    if (message.queue === 'ingest') {
      this.#ingest(message.body);
      return;
    }
    if (message.queue === 'deliver') {
      const configuration = withStandIns(this.#configuration);
      this.#work('notify', (ports) => notify(ports, configuration, channels, message, this.#known), message);
      return;
    }
    const { group, act } = message;
    if (act) {
      this.#work('command', async (ports) => {
        const { reason } = await command(ports, this.#configuration, group, act);
        this.#tell('decided', reason);
      });
      return;
    }
    this.#work('flush', async (ports) => {
      const { outcome, reason, muted } = await flush(ports, this.#configuration, message.group, this.#live);
      const at = secondsAfter(this.#scenario.start, this.#now);
      for (const text of this.#suppressions.note(muted, at)) this.#tell('decided', text);
      if (outcome === 'committed') this.#tell('decided', reason);
    });
  }

  /** A function works on something; what it did not work through is given to another one later. */
  #work(role: Role, work: (ports: Ports) => Promise<unknown>, told: Process['told'] = null): void {
    const process: Process = { role, told, dead: false };
    const again = () => {
      if (role !== 'sweep') this.#after(VISIBILITY_MS, () => this.#work(role, work, told));
    };
    work(this.#portsOf(process, again)).catch((error: unknown) => {
      if (error instanceof StoreError || error instanceof VersionConflict) again();
      else this.#defect ??= error instanceof Error ? error : new Error(String(error));
    });
  }

  #portsOf(process: Process, again: () => void): Ports {
    const store = this.#store;
    const alive = <Result>(call: () => Promise<Result>): Promise<Result> => (process.dead ? never() : call());
    const commits = async <Result>(write: Promise<Result>): Promise<Result> => {
      const written = await write;
      if (!this.#doomed.includes(process.role)) return written;
      this.#doomed = [];
      process.dead = true;
      this.#tell('decided', `${process.role} died`);
      again();
      return never();
    };
    const update: Store['update'] = (key, change, condition) =>
      alive(() => {
        const write = store.update(key, change, condition);
        // A flush commits by its transaction; its other writes only say when to look again.
        return process.role === 'flush' ? write : commits(write);
      });
    return {
      clock: { now: () => this.#now },
      ids: {
        next: () => {
          this.#tokens += 1;
          return `t${this.#tokens}`;
        },
        random: () => this.#random.next(),
      },
      store: {
        get: (key) => alive(() => store.get(key)),
        put: (item, condition) => alive(() => store.put(item, condition)),
        update,
        query: (pk, from, to) => alive(() => store.query(pk, from, to)),
        transact: (writes) => alive(() => commits(store.transact(writes))),
        due: (shard, until, limit) => alive(() => store.due(shard, until, limit)),
      },
      queue: {
        send: (message, delayMs) => alive(async () => this.#after(Math.max(0, delayMs), () => this.#receive(message))),
      },
      transport: { send: (request) => alive(() => this.#send(process, request)) },
    };
  }

  /** Asks a provider, and writes down what it was told and answered. */
  async #send({ told }: Process, request: Request): Promise<Response> {
    const attempt = told ? await readAttempt(this.#store, this.#configuration, told, this.#now) : null;
    if (!attempt) throw new TransportError('sent by nobody who delivers');
    const { integration, notification } = attempt;
    const answer = this.#providers.answer(notification.receiver, integration, this.#now);
    const outcome =
      answer === 'timeout' ? 'failed' : (channelOf(integration.channel)?.interpret(answer).result ?? 'failed');
    // A line in a thread is part of the delivery before it.
    if (!(request.kind === 'http' && request.isAside)) {
      const delivery = deliveryOf(attempt, outcome, this.#now, this.#scenario.start);
      this.#deliveries.push(delivery);
      this.#tell('out', deliveryText(delivery));
    }
    if (answer !== 'timeout') return answer;
    const timeoutMs = request.kind === 'http' ? request.timeoutMs : 10 * SECOND_MS;
    return new Promise((_, reject) => {
      this.#after(timeoutMs, () => reject(new TransportError('timeout')));
    });
  }
}

/** A look at a heartbeat that finds nothing is no news. */
const isNews = (reason: string): boolean => !reason.endsWith(': nothing changes');

/** What a dead process waits for. */
const never = <Result>(): Promise<Result> => new Promise(() => {});

/** Lets everything that a settled promise leads to run before the next event: a tick comes when no microtask is left. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
