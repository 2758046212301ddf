import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { listen, readBody, stopServer } from '../local/process/http';
import { LOOPBACK } from '../local/process/ports';

/** One call that a function made to AWS; times in milliseconds on the clock of `performance.now()`. */
export type Call = {
  /** The function. */
  readonly by: string;
  /** `UpdateItem`, `SendMessage` … */
  readonly operation: string;
  readonly body: string;
  readonly start: number;
  readonly end: number;
};

export type CountingProxy = {
  readonly url: string;
  /** Where to pass calls on to; until it is known, every call fails. */
  readonly forwardTo: (endpoint: string) => void;
  readonly stop: () => Promise<void>;
};

/** Stands between one function and AWS, and tells each call when it has been answered. */
export async function startCountingProxy(by: string, told: (call: Call) => void): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  let target: URL | null = null;
  const server: Server = createServer((incoming, outgoing) => {
    const start = performance.now();
    readBody(incoming)
      .then((body) => pass(target, agent, incoming, body, outgoing))
      .then((body) => told({ by, operation: operationOf(incoming), body, start, end: performance.now() }))
      .catch(() => outgoing.destroy()); // the function sees a broken connection, as it would without us
  });
  const port = await listen(server, 0);
  return {
    url: `http://${LOOPBACK}:${port}`,
    forwardTo: (endpoint) => {
      target = new URL(endpoint);
    },
    stop: async () => {
      await stopServer(server);
      agent.destroy();
    },
  };
}

/** @returns the body that was passed on, once the answer has been passed back */
function pass(
  target: URL | null,
  agent: Agent,
  incoming: IncomingMessage,
  body: string,
  outgoing: ServerResponse,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!target) return reject(new Error('nothing to pass a call on to'));
    const { hostname, port } = target;
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname, port, method, path, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('end', () => resolve(body));
      answer.once('error', reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
}

/** `UpdateItem` of `DynamoDB_20120810.UpdateItem`; services that have no such header go by their path. */
function operationOf({ headers, method, url }: IncomingMessage): string {
  const target = [headers['x-amz-target']].flat()[0];
  return target?.split('.').at(-1) ?? `${method} ${url}`;
}
