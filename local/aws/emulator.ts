import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from '../process/child';
import { freePort, LOOPBACK } from '../process/ports';
import { ACCOUNT } from './environment';
import { type Deployed, layOut, liveIn, readSnapshot } from './snapshot';

const READY_WITHIN_MS = 30_000;
const START_ATTEMPTS = 5;

export type EmulatorOptions = {
  /** Folder for its state, temporary files and log. */
  readonly home: string;
  readonly venv: string;
  /** Its `node_modules`, where the functions of custom resources find the AWS SDK. */
  readonly nodeModules: string;
  /** Tried first; 0 takes any. */
  readonly port: number;
  /** Called with its process as soon as that runs, before it is ready. */
  readonly track?: (child: Child) => void;
  /** Ends the attempts to start it. */
  readonly signal?: AbortSignal;
};

export type Emulator = {
  readonly endpoint: string;
  readonly port: number;
  /** What it has from a run before. */
  readonly restored: Deployed | null;
  /** Ends when it does, which nobody wants before `stop`. */
  readonly exited: Promise<number>;
  /** Ends it, its functions and its temporary files, at once. */
  readonly stop: () => Promise<void>;
  /** Lets it write its state and end. @throws {EmulatorError} when it does not do so within seconds */
  readonly save: () => Promise<void>;
};

/** The embedded AWS did not start; the message says where to read on. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
}

/** Starts the embedded AWS on a free port, from the last snapshot or from nothing, and waits until it answers. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { home } = options;
  const log = join(home, 'aws.log');
  let preferred = options.port === 0 ? 0 : (readSnapshot(home)?.port ?? options.port);
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
    options.signal?.throwIfAborted();
    const port = await freePort(preferred);
    const restored = layOut(home, port);
    appendFileSync(log, `--- ${new Date().toISOString()} port ${port}\n`);
    // Outside this package: functions unpacked below it would find its modules, which on AWS they do not have.
    const temporary = mkdtempSync(join(tmpdir(), 'tocsin-aws-'));
    const child = startChild({
      command: join(options.venv, 'bin', 'python'),
      args: ['-m', 'ministack'],
      env: { ...environment(options, port), TMPDIR: temporary },
      temporary,
      cwd: home,
      log,
    });
    options.track?.(child);
    if (await ready(child, port)) return running(child, port, restored);

    // Somebody took the port in between, or it never answered: the next one.
    await child.stop('now');
    preferred = options.port === 0 ? 0 : port + 1;
  }
  throw new EmulatorError(`The embedded AWS did not start; its log is ${log}`);
}

const running = (child: Child, port: number, restored: Deployed | null): Emulator => ({
  restored,
  endpoint: `http://${LOOPBACK}:${port}`,
  port,
  exited: child.exited,
  stop: async () => {
    await child.stop('now');
  },
  save: async () => {
    if ((await child.stop('politely')) !== 0) throw new EmulatorError('The embedded AWS did not save its state.');
  },
});

/** Nothing of the user's environment: functions inherit all of it. */
function environment({ home, nodeModules }: EmulatorOptions, port: number): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    GATEWAY_PORT: String(port),
    BIND_HOST: LOOPBACK,
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    PERSIST_STATE: '1',
    STATE_DIR: join(liveIn(home), 'state'),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(liveIn(home), 's3'),
    NODE_PATH: nodeModules,
    LOG_LEVEL: 'WARNING',
    // Neither needed nor ours to open or to touch: other ports, and the user's containers.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
  };
}

async function ready(child: Child, port: number): Promise<boolean> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const until = Date.now() + READY_WITHIN_MS;
  while (!ended && Date.now() < until) {
    if (await isReady(`http://${LOOPBACK}:${port}`)) return !ended;
    await sleep(50);
  }
  return false;
}

/** Whether an embedded AWS answers at that address. */
export async function isReady(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok;
  } catch {
    return false;
  }
}
