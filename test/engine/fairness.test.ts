import { MemoryStore } from '../../adapters/memory/store';
import type { Labels } from '../../core/alert/alert';
import type { Integration } from '../../core/routing/receiver';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../core/time';
import type { Configuration } from '../../engine/configuration/configuration';
import { flush } from '../../engine/flush';
import { KnownHolds } from '../../engine/hold';
import { accept } from '../../engine/ingest';
import { destinationOf, heldBy } from '../../engine/keys';
import { notify } from '../../engine/notify';
import { type Message, type Ports, type Store, TransportError } from '../../engine/ports';
import { Heap } from '../../engine/simulation/heap';
import {
  alert,
  answer,
  chat,
  chatTo,
  configured,
  interrupted,
  pager,
  pagerTo,
  routeTo,
  START,
  TIMING,
} from './support';

/** Copies of notify, as the queue's `maxConcurrency` has it. */
const COPIES = 20;
const TIMEOUT_MS = 10 * SECOND_MS;
const QUICK_MS = 50;

const timing = { ...TIMING, groupWaitMs: 0, groupIntervalMs: 2 * MINUTE_MS };
const toSlow = { name: 'to', operator: '=', value: 'slow' } as const;
const configurationOf = (slow: Integration): Configuration =>
  configured(
    routeTo('quick', {
      timing,
      groupBy: ['alertname'],
      routes: [routeTo('slow', { timing, groupBy: ['alertname'], matchers: [toSlow], path: '{}/{to="slow"}' })],
    }),
    { slow: [slow], quick: [chatTo('quick')] },
  );

type Deliver = Extract<Message, { queue: 'deliver' }>;
/** Which message a free copy is given. */
type Discipline = (visible: readonly Deliver[], inFlight: ReadonlyMap<string, number>) => number;

const inOrder: Discipline = () => 0;
/** SQS: while one group has many messages in flight, those of the others come first. */
const fair: Discipline = (visible, inFlight) => {
  const load = visible.map(({ slot }) => inFlight.get(destinationOf(slot)) ?? 0);
  return load.indexOf(Math.min(...load));
};

/** One provider hangs while many groups tell it; the other's pages come in meanwhile. @returns how long those took */
async function delaysOfTheOther({
  discipline = fair,
  severity = 'critical',
  slow = pagerTo,
  over = (store) => store,
}: {
  readonly discipline?: Discipline;
  readonly severity?: string;
  readonly slow?: (key: string) => Integration;
  readonly over?: (store: Store) => Store;
}): Promise<readonly number[]> {
  const configuration = configurationOf(slow('slow'));
  let now: EpochMs = START;
  const heap = new Heap<() => void>();
  const table = new MemoryStore();
  const visible: Deliver[] = [];
  const inFlight = new Map<string, number>();
  const knownBy = Array.from({ length: COPIES }, () => new KnownHolds());
  const idle = knownBy.map((_, copy) => copy);
  const wantedAt = new Map<string, EpochMs>();
  const delays: number[] = [];
  let tokens = 0;

  const ports: Ports = {
    clock: { now: () => now },
    ids: {
      next: () => {
        tokens += 1;
        return `t${tokens}`;
      },
      random: () => 0.5,
    },
    store: over(table),
    queue: {
      send: async (message, delayMs) => {
        if (message.queue === 'deliver') heap.put(now + delayMs, () => visible.push(message));
        if (message.queue === 'wake') heap.put(now + delayMs, () => void flush(ports, configuration, message.group));
      },
    },
    transport: {
      send: (request) =>
        new Promise((resolve, reject) => {
          const isSlow = request.kind === 'http' && request.url === 'http://slow';
          if (isSlow) heap.put(now + TIMEOUT_MS, () => reject(new TransportError('timeout')));
          else heap.put(now + QUICK_MS, () => resolve(answer(200)));
        }),
    },
  };
  const add = (slot: string, one: number): void => {
    const destination = destinationOf(slot);
    inFlight.set(destination, (inFlight.get(destination) ?? 0) + one);
  };
  const serve = (): void => {
    while (idle.length > 0 && visible.length > 0) {
      const [message] = visible.splice(discipline(visible, inFlight), 1);
      const copy = idle.shift();
      if (!message || copy === undefined) return;
      add(message.slot, 1);
      void notify(ports, configuration, [chat, pager], message, knownBy[copy]).then(({ outcome }) => {
        add(message.slot, -1);
        idle.push(copy);
        const wanted = wantedAt.get(message.group);
        if (outcome === 'delivered' && wanted !== undefined) delays.push(now - wanted);
      });
    }
  };
  const fire = (name: string, labels: Labels): void => {
    void accept(ports, configuration, alert(name, { at: now, labels: { severity, ...labels } }));
  };

  for (let number = 0; number < 200; number += 1)
    heap.put(START + number * 200, () => fire(`slow-${number}`, { to: 'slow' }));
  for (let number = 0; number < 30; number += 1)
    heap.put(START + 12_500 + number * SECOND_MS, () => fire(`quick-${number}`, {}));
  for (;;) {
    const next = heap.take();
    if (!next || next.at > START + 3 * MINUTE_MS) break;
    now = next.at;
    next.entry();
    await new Promise((resolve) => setImmediate(resolve));
    for (const { pk, sk, slot } of [...table.items()].flatMap((item) =>
      item.sk === 'S#quick' && item.pending === true ? [{ ...item, slot: 'quick' }] : [],
    )) {
      const group = pk.slice(2);
      if (sk === `S#${slot}` && !wantedAt.has(group)) wantedAt.set(group, now);
    }
    serve();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return delays;
}

const worst = (delays: readonly number[]): number => Math.max(...delays);

describe('a provider that hangs while two hundred groups tell it', () => {
  test.each([
    ['warning', 'messages', chatTo],
    ['critical', 'messages', chatTo],
    ['critical', 'pages', pagerTo],
  ])(
    'holds up nobody else for longer than a moment (%s %s)',
    async (severity, _, slow) => {
      // Act
      const delays = await delaysOfTheOther({ severity, slow });

      // Assess
      expect(delays).toHaveLength(30);
      expect(worst(delays)).toBeLessThanOrEqual(TIMEOUT_MS);
      const usual = [...delays].sort((a, b) => a - b)[15] ?? Number.NaN;
      expect(usual).toBeLessThanOrEqual(2 * SECOND_MS);
    },
    60_000,
  );

  test('would hold them up if nobody remembered that it fails, in a queue that knows no destinations', async () => {
    // Prepare
    const forgetful = (store: Store): Store => ({
      ...interrupted(store, 'get', 0, async () => {}),
      update: async (key, update, condition) =>
        heldBy(key.pk) === null ? store.update(key, update, condition) : { ok: true, item: key },
    });

    // Act
    const delays = await delaysOfTheOther({ discipline: inOrder, slow: chatTo, over: forgetful });

    // Assess
    const usual = [...delays].sort((a, b) => a - b)[15] ?? Number.NaN;
    expect(usual).toBeGreaterThan(10 * SECOND_MS);
  }, 60_000);
});
