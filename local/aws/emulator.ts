import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from '../process/child';
import { freePort, LOOPBACK } from '../process/ports';
import { ACCOUNT } from './environment';

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
};

export type Emulator = {
  readonly endpoint: string;
  readonly port: number;
  /** Whether it came back with the state of the run before. */
  readonly restored: boolean;
  readonly log: string;
  /** Ends when it does, which nobody wants before `stop`. */
  readonly exited: Promise<number>;
  /** Ends it within seconds; its state is kept only when it ended by itself and `keep` is true. */
  readonly stop: (keep: boolean) => Promise<void>;
};

/** The embedded AWS did not start; the message says where to read on. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
}

/**
 * Starts the embedded AWS on a free port and waits until it answers.
 * The state of the run before is used only if that run ended cleanly: state is saved at the end, so after a crash it is old.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { home } = options;
  const clean = join(home, 'ended-cleanly');
  const log = join(home, 'aws.log');
  const tmp = join(home, 'tmp');
  const restored = existsSync(clean);
  if (!restored) for (const folder of ['state', 's3']) rmSync(join(home, folder), { recursive: true, force: true });
  rmSync(clean, { force: true });
  rmSync(tmp, { recursive: true, force: true });
  mkdirSync(tmp, { recursive: true });

  let preferred = options.port;
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
    const port = await freePort(preferred);
    appendFileSync(log, `--- ${new Date().toISOString()} port ${port}\n`);
    const child = startChild({
      command: join(options.venv, 'bin', 'python'),
      args: ['-m', 'ministack'],
      env: environment(options, port),
      cwd: home,
      log,
    });
    if (await ready(child, port)) return { ...running(child, port), restored, log, stop };

    // Somebody took the port in between, or it never answered: the next one.
    await child.stop('now');
    preferred = options.port === 0 ? 0 : port + 1;

    async function stop(keep: boolean): Promise<void> {
      const status = await child.stop(keep ? 'politely' : 'now');
      rmSync(tmp, { recursive: true, force: true });
      if (keep && status === 0) writeFileSync(clean, '');
    }
  }
  throw new EmulatorError(`The embedded AWS did not start; its log is ${log}`);
}

const running = (child: Child, port: number) => ({
  endpoint: `http://${LOOPBACK}:${port}`,
  port,
  exited: child.exited,
});

/** Nothing of the user's environment: functions inherit all of it. */
function environment({ home, nodeModules }: EmulatorOptions, port: number): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    GATEWAY_PORT: String(port),
    BIND_HOST: LOOPBACK,
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    PERSIST_STATE: '1',
    STATE_DIR: join(home, 'state'),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(home, 's3'),
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
