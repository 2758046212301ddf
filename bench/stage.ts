import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Configuration } from '../engine/configuration/configuration';
import { bootstrap, type Cdk, deploy } from '../local/aws/deploy';
import { startEmulator } from '../local/aws/emulator';
import { clientSettings } from '../local/aws/environment';
import { PATHS, ROOT } from '../local/paths';
import type { Child } from '../local/process/child';
import { alarmMessage } from './alarm';
import { COUNTED, type Counted, synthesise } from './app';
import { type Call, type CountingProxy, startCountingProxy } from './counting-proxy';
import type { Publish } from './latency';
import { startTimedReceiver, type TimedReceiver } from './receiver';

/** All that the measurements need, up and deployed. */
export type Stage = {
  readonly home: string;
  readonly configuration: Configuration;
  readonly publish: Publish;
  readonly receiver: TimedReceiver;
  /** Grows with each call of a counted function. */
  readonly calls: readonly Call[];
};

export type Theatre = {
  /** @throws whatever went wrong; then end it too. */
  readonly start: (progress: (line: string) => void) => Promise<Stage>;
  /** Leaves no process, port or file, wherever `start` is just then. */
  readonly end: () => Promise<void>;
};

/** An embedded AWS of the benchmark's own, on a free port, in a temporary folder. */
export function makeTheatre(): Theatre {
  const children = new Set<Child>();
  const ending: (() => Promise<void> | void)[] = [];
  let ended = false;
  const track = (child: Child) => {
    children.add(child);
    void child.exited.finally(() => children.delete(child));
    if (ended) void child.stop('now');
  };

  async function start(progress: (line: string) => void): Promise<Stage> {
    const home = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
    ending.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
    const aws = join(home, 'aws');
    mkdirSync(aws);
    const cdk: Cdk = { root: ROOT, home: aws, track };
    const calls: Call[] = [];

    const receiver = await startTimedReceiver();
    ending.push(receiver.stop);
    const proxies = new Map<Counted, CountingProxy>();
    for (const name of COUNTED) {
      const proxy = await startCountingProxy(name, (call) => calls.push(call));
      ending.push(proxy.stop);
      proxies.set(name, proxy);
    }
    const urlOf = (name: Counted) => proxies.get(name)?.url ?? '';

    progress('embedded AWS …');
    const { endpoint } = await startEmulator({
      home: aws,
      venv: PATHS.venv,
      nodeModules: join(ROOT, 'node_modules'),
      port: 0,
      track,
    });
    for (const proxy of proxies.values()) proxy.forwardTo(endpoint);
    progress('templates and functions …');
    const configuration = synthesise({
      root: ROOT,
      outdir: join(aws, 'cdk.out'),
      webhook: receiver.url,
      proxies: { ingest: urlOf('ingest'), flush: urlOf('flush'), notify: urlOf('notify') },
    });
    progress('deploying …');
    await bootstrap(cdk, endpoint);
    await deploy(cdk, endpoint);

    const sns = new SNSClient(clientSettings(endpoint));
    ending.push(() => sns.destroy());
    const publish: Publish = async (TopicArn, alarm) => {
      const command = new PublishCommand({ TopicArn, Message: alarmMessage(alarm, new Date()) });
      const published = performance.now();
      await sns.send(command);
      return published;
    };
    return { home, configuration, publish, receiver, calls };
  }

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    await Promise.all([...children].map((child) => child.stop('now')));
    for (const step of ending.reverse()) await step();
  }
  return { start, end };
}
