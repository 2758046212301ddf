import type { Message, Ports } from '../../engine/ports';

const MAX_BATCH = 10;

/** AWS calls by what they are. A query is charged per page, here as one call. */
export type Calls = Readonly<
  Record<'get' | 'put' | 'update' | 'query' | 'transact' | 'due' | 'send' | 'transport', number>
>;

/** Counts what is asked of AWS; `transport` are calls to providers, which cost nothing there. */
export class CallCounter {
  readonly #calls = { get: 0, put: 0, update: 0, query: 0, transact: 0, due: 0, send: 0, transport: 0 };

  get calls(): Calls {
    return { ...this.#calls };
  }

  readonly #together = new Map<Message['queue'], number>();

  /** Calls to AWS so far: table and queues. */
  get aws(): number {
    const { transport: _, ...aws } = this.#calls;
    return Object.values(aws).reduce((sum, calls) => sum + calls, 0);
  }

  /** Ports that count here. */
  readonly over = ({ store, queue, transport, ...rest }: Ports): Ports => ({
    ...rest,
    store: {
      get: (key) => this.#count('get', store.get(key)),
      put: (item, condition) => this.#count('put', store.put(item, condition)),
      update: (key, update, condition) => this.#count('update', store.update(key, update, condition)),
      query: (pk, from, to) => this.#count('query', store.query(pk, from, to)),
      transact: (writes) => this.#count('transact', store.transact(writes)),
      due: (shard, until, limit) => this.#count('due', store.due(shard, until, limit)),
    },
    queue: { send: (message, delayMs) => this.#countSend(message, queue.send(message, delayMs)) },
    transport: { send: (request) => this.#count('transport', transport.send(request)) },
  });

  /** Hints that are sent at one moment go in one call, ten at most. */
  #countSend(message: Message, call: Promise<void>): Promise<void> {
    const together = this.#together.get(message.queue) ?? 0;
    if (message.queue !== 'ingest') {
      if (together === 0) queueMicrotask(() => this.#together.delete(message.queue));
      this.#together.set(message.queue, together + 1);
    }
    return together % MAX_BATCH === 0 ? this.#count('send', call) : call;
  }

  #count<Result>(name: keyof Calls, call: Promise<Result>): Promise<Result> {
    this.#calls[name] += 1;
    return call;
  }
}
