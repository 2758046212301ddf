import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** How many ports after the preferred one are tried before any free one is taken. */
const NEIGHBOURS = 20;

/**
 * The preferred port or, where it is taken, the next free one.
 * @param preferred 0 asks for any free port
 */
export async function freePort(preferred: number): Promise<number> {
  if (preferred === 0) return anyPort();
  for (let port = preferred; port < preferred + NEIGHBOURS; port++) {
    if (!(await isTaken(port))) return port;
  }
  return anyPort();
}

/** Whether somebody listens there. macOS lets one bind below a listener on all addresses, so it asks by connecting too. */
export async function isTaken(port: number): Promise<boolean> {
  return (await answers(port)) || !(await canListen(port));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port, timeout: 1_000 });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(true));
    socket.once('error', () => end(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
