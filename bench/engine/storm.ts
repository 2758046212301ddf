import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Labels } from '../../core/alert/alert';
import { freePort } from '../../local/process/ports';
import { type Received, receiveAlerts } from './receiver';
import { alertLabels, smallConfig } from './workload';

export type StormFigures = { readonly wallS: number; readonly cpuS: number; readonly memoryMB: number };
export type Storm = { readonly name: string; readonly alerts: number; readonly groups: number };

export const STORMS: readonly Storm[] = [
  { name: '10,000 alerts in 1,000 groups', alerts: 10_000, groups: 1_000 },
  { name: '10,000 alerts in one group', alerts: 10_000, groups: 1 },
  { name: '100,000 alerts in 10,000 groups', alerts: 100_000, groups: 10_000 },
];

/** A server that takes `POST /api/v2/alerts` and tells webhooks. */
export type Server = { readonly start: (config: string, port: number) => ChildProcess };

export const tocsin: Server = {
  start: (config, port) =>
    fork(join(import.meta.dirname, 'server.ts'), [config, String(port)], { execArgv: ['--import', 'tsx'] }),
};

export const alertmanager = (program: string): Server => ({
  start: (config, port) =>
    spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.path=${config}.data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    ),
});

const BATCH = 100;
const AT_ONCE = 4;
const TIMEOUT_MS = 180_000;
const TIMING = { groupWait: '1s', groupInterval: '5s' };

/**
 * Has a storm go through a server by HTTP to its webhooks, with a group_wait of one second.
 * @returns seconds until the last alert was told to all who are to hear of it, seconds of processor time, and the most
 *   memory that the server had
 * @throws {Error} when something is not told in time
 */
export async function storm(server: Server, { alerts, groups }: Storm): Promise<StormFigures> {
  const labels = alertLabels(alerts, groups);
  const receiver = await receiveAlerts();
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-storm-'));
  const config = join(folder, 'routing.yml');
  writeFileSync(config, JSON.stringify(smallConfig(receiver.url, TIMING)));
  const port = await freePort(0);
  const child = server.start(config, port);
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(url, child);
    const idle = usageOf(child);
    const began = performance.now();
    await postAll(`${url}/api/v2/alerts`, labels);
    await told(receiver, alerts);
    const wallS = (performance.now() - began) / 1_000;
    const { cpuS, memoryMB } = usageOf(child);
    return { wallS, cpuS: cpuS - idle.cpuS, memoryMB };
  } finally {
    // By force: it has nothing to keep.
    child.kill('SIGKILL');
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

function call(method: string, url: string, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (child.exitCode !== null) throw new Error(`the server ended with status ${child.exitCode}`);
    if ((await call('GET', `${url}/-/ready`).catch(() => 0)) === 200) return;
    await pause(20);
  }
  throw new Error('the server did not start');
}

async function postAll(url: string, labels: readonly Labels[]): Promise<void> {
  let next = 0;
  const post = async (): Promise<void> => {
    while (next < labels.length) {
      const some = labels.slice(next, next + BATCH);
      next += BATCH;
      const startsAt = new Date().toISOString();
      const endsAt = new Date(Date.now() + 3_600_000).toISOString();
      const body = some.map((one) => ({
        labels: one,
        annotations: { summary: `${one.alertname} of ${one.service} on ${one.instance}` },
        startsAt,
        endsAt,
      }));
      const status = await call('POST', url, JSON.stringify(body));
      if (status >= 300) throw new Error(`the server answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, post));
}

/** Until every alert was told to somebody. */
async function told(receiver: Received, alerts: number): Promise<void> {
  for (const until = Date.now() + TIMEOUT_MS; Date.now() < until; await pause(10)) {
    if (receiver.told() >= alerts) return;
  }
  throw new Error(`${receiver.told()} of ${alerts} alerts were told in ${TIMEOUT_MS / 1_000} s`);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Linux keeps ticks of a hundredth of a second, whatever the kernel's own. */
const TICKS = 100;

function usageOf({ pid }: ChildProcess): { readonly cpuS: number; readonly memoryMB: number } {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  const [, peak = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS, memoryMB: Number(peak) / 1_024 };
}
