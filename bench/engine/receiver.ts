import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly url: string;
  /** How many alerts were told to anybody at all. */
  readonly instances: () => number;
  readonly close: () => Promise<void>;
};

/** A webhook that does little while a storm lasts: it looks for names that it has not seen. */
export async function receiveAlerts(): Promise<Received> {
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.end();
      for (const [, name = ''] of Buffer.concat(chunks)
        .toString()
        .matchAll(/"instance":"(i-\d+-\d+)"/g))
        seen.add(name);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    instances: () => seen.size,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
