import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Told = { readonly groupLabels: object; readonly alerts: readonly unknown[]; readonly truncatedAlerts: number };

export type Received = {
  readonly url: string;
  /** How many alerts were told to anybody at all, by name or counted. */
  readonly told: () => number;
  readonly close: () => Promise<void>;
};

/** A webhook that does little while a storm lasts: it counts the most that it hears of each group. */
export async function receiveAlerts(): Promise<Received> {
  const groups = new Map<string, number>();
  let all = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.end();
      const { groupLabels, alerts, truncatedAlerts } = JSON.parse(Buffer.concat(chunks).toString()) as Told;
      const group = JSON.stringify(Object.entries(groupLabels).sort());
      const known = groups.get(group) ?? 0;
      const told = Math.max(known, alerts.length + truncatedAlerts);
      groups.set(group, told);
      all += told - known;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    told: () => all,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
