import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Blocks } from './blocks';
import type { Report } from './worker';

export type CampaignOptions = { readonly worlds: number; readonly from: number; readonly workers: number };
export type Campaign = {
  readonly played: number;
  readonly bad: readonly number[];
  /** Null: all were played. Else where to go on. */
  readonly resumeAt: number | null;
};

const BLOCK = 50;
const PROGRESS_MS = 10_000;

/**
 * Plays worlds in several processes until all are played or somebody interrupts.
 * @param tell a bad seed, as soon as it is found
 * @param progress a line from time to time
 */
export async function campaign(
  { worlds, from, workers }: CampaignOptions,
  tell: (line: string) => void,
  progress: (line: string) => void,
): Promise<Campaign> {
  const blocks = new Blocks(from, worlds, BLOCK);
  const bad: number[] = [];
  const children: ChildProcess[] = [];
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    for (const child of children) child.kill();
  };
  const began = Date.now();
  const timer = setInterval(
    () => progress(progressText(blocks.done, worlds, bad.length, Date.now() - began)),
    PROGRESS_MS,
  );
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const received = ({ from: first, count, bad: found }: Report): void => {
    blocks.finish({ from: first, count });
    for (const { seed, violations } of found) {
      bad.push(seed);
      for (const { invariant, what } of violations) tell(`seed ${seed}: promise ${invariant}: ${what}`);
    }
  };
  try {
    await Promise.all(
      Array.from({ length: workers }, async () => {
        const child = fork(join(import.meta.dirname, 'worker.ts'), { execArgv: ['--import', 'tsx'] });
        children.push(child);
        await work(child, blocks, received, () => isInterrupted);
      }),
    );
  } finally {
    clearInterval(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    for (const child of children) child.kill();
  }
  bad.sort((a, b) => a - b);
  return { played: blocks.done, bad, resumeAt: blocks.done < worlds ? blocks.resumeAt : null };
}

function work(
  child: ChildProcess,
  blocks: Blocks,
  received: (report: Report) => void,
  isInterrupted: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const block = blocks.take();
      if (block) child.send(block);
      else child.disconnect();
    };
    child.on('message', (report: Report) => {
      received(report);
      next();
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 || isInterrupted() ? resolve() : reject(new Error(`a worker ended with status ${code}`)),
    );
    next();
  });
}

function progressText(done: number, worlds: number, bad: number, ms: number): string {
  const rate = done / (ms / 1_000);
  const left = rate > 0 ? `, ${spanText((worlds - done) / rate)} left` : '';
  return `${done} of ${worlds} worlds, ${bad} bad, ${rate.toFixed(1)} a second${left}`;
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
