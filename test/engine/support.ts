import * as z from 'zod';
import { MemoryStore } from '../../adapters/memory/store';
import { type Channel, delivered, failed, type Response, type Slot, undeliverable } from '../../channels/channel';
import type { Alert, Labels } from '../../core/alert/alert';
import { labelsFingerprint } from '../../core/alert/fingerprint';
import { NO_ONCALL } from '../../core/oncall/oncall';
import { match } from '../../core/routing/match';
import { HEARS_AS_UPSTREAM, type Integration } from '../../core/routing/receiver';
import type { Destination, Route, Timing } from '../../core/routing/route';
import { type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/time';
import type { Configuration } from '../../engine/configuration/configuration';
import { type FlushReport, flush } from '../../engine/flush';
import { sweepHeartbeats } from '../../engine/heartbeat';
import { KnownHolds } from '../../engine/hold';
import { accept, ingest } from '../../engine/ingest';
import { NOTHING_COMES_IN } from '../../engine/intake/configuration';
import { headerKey, holdPartition, slotKey } from '../../engine/keys';
import { type NotifyReport, notify } from '../../engine/notify';
import { type Item, type Message, type Ports, type Store, StoreError, TransportError } from '../../engine/ports';
import { type HeaderItem, readHeader, readSlot, type SlotItem } from '../../engine/stored';
import { sweep } from '../../engine/sweep';

export const START: EpochMs = Date.UTC(2026, 0, 5, 9);

/** group_wait 30 s, group_interval 5 min, repeat_interval 4 h. */
export const TIMING: Timing = {
  groupWaitMs: 30 * SECOND_MS,
  groupIntervalMs: 5 * MINUTE_MS,
  repeatIntervalMs: 4 * HOUR_MS,
};

/** A provider that takes a slot as it is and may give it a name: `200 NAME`; `410`: it has lost the name. */
export const chat: Channel = {
  name: 'chat',
  configKey: 'chat_configs',
  config: z.object({ url: z.string() }) as Channel['config'],
  sendResolvedByDefault: true,
  hears: HEARS_AS_UPSTREAM,
  retry: { firstMs: 1_000, factor: 2, jitter: 0, maxMs: MINUTE_MS },
  to: (config) => (config as { url: string }).url,
  identity: (config) => JSON.stringify(config),
  request: (slot, config) => ({
    kind: 'http',
    url: (config as { url: string }).url,
    json: slot as unknown as Record<string, string>,
    timeoutMs: 10 * SECOND_MS,
  }),
  interpret: ({ status, headers, body }) => {
    if (status < 300) return delivered(body === '' ? null : body);
    if (status === 410) return { result: 'failed', reason: 'the message is gone', retryAfterMs: null, forgetRef: true };
    const pause = headers['retry-after'];
    if (status === 429) return failed('too many', pause === undefined ? null : Number(pause) * SECOND_MS);
    return status >= 500 ? failed(`status ${status}`) : undeliverable(`status ${status}`);
  },
};

/** The same, but each message rings a phone until the end. */
export const pager: Channel = { ...chat, name: 'pager', isPage: ({ kind }) => kind !== 'resolved' };

export const pagerTo = (key: string): Integration => ({ ...chatTo(key), channel: 'pager' });

export const chatTo = (key: string, sendResolved = true): Integration => ({
  channel: 'chat',
  index: 0,
  key,
  to: `http://${key}`,
  sendResolved,
  hears: HEARS_AS_UPSTREAM,
  settings: { url: `http://${key}` },
});

export const routeTo = (receiver: string, more: Partial<Route> = {}): Route => ({
  receiver,
  matchers: [],
  continue: false,
  groupBy: [],
  timing: TIMING,
  path: '{}',
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
  ...more,
});

export const configured = (
  route: Route,
  receivers: Readonly<Record<string, readonly Integration[]>>,
): Configuration => ({
  route,
  receivers: Object.fromEntries(
    Object.entries(receivers).map(([name, integrations]) => [name, { name, integrations, policies: [] }]),
  ),
  resolveTimeoutMs: 5 * MINUTE_MS,
  inhibitRules: [],
  intervals: {},
  isStrict: false,
  oncall: NO_ONCALL,
  ingest: NOTHING_COMES_IN,
  hash: '0'.repeat(16),
});

/** One receiver, `team`, told by one chat. */
export const TEAM = configured(routeTo('team'), { team: [chatTo('a')] });

type Report = {
  readonly from?: EpochMs;
  readonly to?: EpochMs | null;
  readonly at?: EpochMs;
  readonly labels?: Labels;
};

/** An edge source's alert: it fires from `at` until another one says that it is over. */
export function alert(name: string, { at = START, from = at, to = null, labels = {} }: Report = {}): Alert {
  return {
    fingerprint: labelsFingerprint({ alertname: name }),
    labels: { alertname: name, ...labels },
    annotations: {},
    startsAt: from,
    endsAt: to,
    updatedAt: at,
    generatorUrl: null,
  };
}

/** The only destination of an alert. */
export function destination(configuration: Configuration, one: Alert = alert('A')): Destination {
  const [only, ...others] = match(configuration.route, one.labels);
  if (!only || others.length > 0) throw new Error('not exactly one destination');
  return only;
}

export type Sent = { readonly message: Message; readonly dueAt: EpochMs };
type Answer = Response | 'silence';

export const answer = (status: number, body = '', headers: Response['headers'] = {}): Response => ({
  status,
  headers,
  body,
});

/** The engine on a table in memory, with a clock that stands still and queues that only remember. */
export class Bench {
  now = START;
  readonly table = new MemoryStore();
  readonly sent: Sent[] = [];
  /** What the provider took, or refused, in its order. */
  readonly asked: Slot[] = [];
  /** What the provider answers next; then it takes everything. */
  readonly answers: (Answer | Promise<Answer>)[] = [];
  /** What the one process here knows of destinations in trouble. */
  readonly known = new KnownHolds();
  #tokens = 0;
  #sweepAt = START + MINUTE_MS;

  /** @param wrap puts something between the use-cases and their ports, but for the sweep */
  constructor(
    public configuration: Configuration = TEAM,
    readonly wrap: (ports: Ports) => Ports = (ports) => ports,
  ) {}

  /** @param store what the use-case gets instead of the table */
  ports(store: Store = this.table): Ports {
    return this.wrap(this.#ports(store));
  }

  #ports(store: Store): Ports {
    return {
      store,
      clock: { now: () => this.now },
      ids: {
        next: () => {
          this.#tokens += 1;
          return `t${this.#tokens}`;
        },
        random: () => 0.5,
      },
      queue: { send: async (message, delayMs) => void this.sent.push({ message, dueAt: this.now + delayMs }) },
      transport: {
        send: async (request) => {
          if (request.kind !== 'http') throw new Error(`no ${request.kind} here`);
          this.asked.push(request.json as unknown as Slot);
          const answered = await (this.answers.shift() ?? answer(200));
          if (answered === 'silence') throw new TransportError('no answer');
          return answered;
        },
      },
    };
  }

  get group(): string {
    return destination(this.configuration).group;
  }

  accept(one: Alert, store?: Store): Promise<boolean> {
    return accept(this.ports(store), this.configuration, one);
  }

  flush(store?: Store): Promise<FlushReport> {
    return flush(this.ports(store), this.configuration, this.group);
  }

  notify(slot = 'a'): Promise<NotifyReport> {
    return notify(this.ports(), this.configuration, [chat, pager], { group: this.group, slot }, this.known);
  }

  digest(destination: string, store?: Store): Promise<NotifyReport> {
    const message = { group: holdPartition(destination), slot: 'digest' };
    return notify(this.ports(store), this.configuration, [chat, pager], message, this.known);
  }

  async header(group = this.group): Promise<HeaderItem> {
    return readHeader((await this.table.get(headerKey(group))) ?? missing('header'));
  }

  async slot(name = 'a', group = this.group): Promise<SlotItem> {
    return readSlot((await this.table.get(slotKey(group, name))) ?? missing(`slot ${name}`));
  }

  items(kind: string): Item[] {
    return [...this.table.items()].filter(({ sk }) => sk.startsWith(kind));
  }

  /** An alert fires and its group has opened: the destinations are about to be told. */
  async opened(one: Alert = alert('A', { at: this.now })): Promise<void> {
    await this.accept(one);
    this.now += this.configuration.route.timing.groupWaitMs;
    await this.flush();
    this.sent.length = 0;
  }

  /** Works through all that the queues hold until then, each message at its time, with a sweep every minute. */
  async run(until: EpochMs, store?: Store): Promise<void> {
    for (;;) {
      const next = this.sent.sort((a, b) => a.dueAt - b.dueAt)[0];
      const at = Math.min(next?.dueAt ?? until, this.#sweepAt);
      if (at > until || (!next && at === until)) break;
      this.now = Math.max(this.now, at);
      if (at === this.#sweepAt) {
        this.#sweepAt += MINUTE_MS;
        await sweep(this.#ports(this.table));
        await sweepHeartbeats(this.#ports(this.table), this.configuration);
        continue;
      }
      this.sent.shift();
      if (next) await this.#work(next.message, store);
    }
    this.now = Math.max(this.now, until);
  }

  async #work(message: Message, store?: Store): Promise<void> {
    if (message.queue === 'wake') await flush(this.ports(store), this.configuration, message.group);
    else if (message.queue === 'deliver')
      await notify(this.ports(store), this.configuration, [chat, pager], message, this.known);
    else await ingest(this.ports(store), this.configuration, [message.body]);
  }
}

const missing = (what: string): never => {
  throw new Error(`there is no ${what}`);
};

/** A store in which something happens just before the nth call of one of its methods. */
export function interrupted(store: Store, method: keyof Store, nth: number, happening: () => Promise<unknown>): Store {
  let calls = 0;
  const pause = async (name: keyof Store): Promise<void> => {
    if (name !== method) return;
    calls += 1;
    if (calls === nth) await happening();
  };
  return {
    get: (key) => pause('get').then(() => store.get(key)),
    put: (item, condition) => pause('put').then(() => store.put(item, condition)),
    update: (key, update, condition) => pause('update').then(() => store.update(key, update, condition)),
    query: (pk, from, to) => pause('query').then(() => store.query(pk, from, to)),
    transact: (writes) => pause('transact').then(() => store.transact(writes)),
    due: (shard, until, limit) => pause('due').then(() => store.due(shard, until, limit)),
  };
}

/** A store for a process that dies just before the nth update of its life. */
export const dying = (store: Store, nth: number): Store => {
  let updates = 0;
  return {
    ...interrupted(store, 'update', 0, async () => {}),
    update: async (...change) => {
      updates += 1;
      if (updates >= nth) throw new StoreError('dead');
      return store.update(...change);
    },
  };
};
