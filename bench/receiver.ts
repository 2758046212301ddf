import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, readBody, stopServer } from '../local/process/http';
import { LOOPBACK } from '../local/process/ports';

export type Arrival = { readonly path: string; readonly at: number; readonly body: string };

/** A webhook that answers at once and knows when it was asked. */
export type TimedReceiver = {
  readonly url: string;
  /** Waits for so many requests whose body names an alarm. @throws {Error} when they do not come in time */
  readonly heard: (alarm: string, times: number) => Promise<readonly Arrival[]>;
  readonly stop: () => Promise<void>;
};

/** Long enough for everything that is not broken: a message that was lost comes back with the next sweep. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 2;

export async function startTimedReceiver(): Promise<TimedReceiver> {
  const arrivals: Arrival[] = [];
  const server = createServer((incoming, outgoing) => {
    const at = performance.now();
    readBody(incoming)
      .then((body) => {
        arrivals.push({ path: incoming.url ?? '/', at, body });
        outgoing.end('{}');
      })
      .catch(() => outgoing.destroy());
  });
  const port = await listen(server, 0);
  return {
    url: `http://${LOOPBACK}:${port}`,
    heard: async (alarm, times) => {
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const found = arrivals.filter(({ body }) => body.includes(alarm));
        if (found.length >= times) return found;
        if (performance.now() > until)
          throw new Error(`${alarm}: ${found.length} of ${times} messages after ${PATIENCE_MS / 1000} s`);
        await sleep(LOOK_MS);
      }
    },
    stop: () => stopServer(server),
  };
}
