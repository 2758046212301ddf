import { createServer, type Server } from 'node:http';
import { listen, stopServer } from '../../../local/process/http';
import { freePort, isTaken, LOOPBACK } from '../../../local/process/ports';

const servers: Server[] = [];
async function taken(): Promise<number> {
  const server = createServer();
  servers.push(server);
  return listen(server, 0);
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map(stopServer));
});

test('a port on which somebody listens is taken', async () => {
  const port = await taken();
  expect(await isTaken(port)).toBe(true);
});

test('a free port is given as it was asked for', async () => {
  // Prepare: a port that was free a moment ago
  const port = await taken();
  await Promise.all(servers.splice(0).map(stopServer));

  // Act and assess
  expect(await freePort(port)).toBe(port);
});

test('instead of a taken port the next free one is given', async () => {
  const port = await taken();
  expect(await freePort(port)).toBeGreaterThan(port);
});

test('a server that finds its port taken listens on another', async () => {
  // Prepare
  const port = await taken();
  const second = createServer((_, response) => response.end('second'));
  servers.push(second);

  // Act
  const other = await listen(second, port);

  // Assess
  expect(other).not.toBe(port);
  expect(await (await fetch(`http://${LOOPBACK}:${other}`)).text()).toBe('second');
});
