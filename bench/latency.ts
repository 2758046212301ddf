import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from './app';
import { type Goal, goal } from './goal';
import type { TimedReceiver } from './receiver';
import { median, type Summary, summarise } from './statistics';

/** Publishes an alarm of that name. @returns when, on the clock of `performance.now()` */
export type Publish = (topic: string, alarm: string) => Promise<number>;

export type Latency = {
  /** Milliseconds from publishing to the request that reaches the webhook. */
  readonly tocsin: Summary;
  readonly minimal: Summary;
  /** Of the medians. */
  readonly ratio: number;
  /** The median of the ratios within each pair: what slowed both does not count. */
  readonly ratioWithinPairs: number;
  readonly goals: readonly Goal[];
};

export type LatencyOptions = {
  readonly publish: Publish;
  readonly receiver: TimedReceiver;
  readonly pairs: number;
  readonly warmUp: number;
  readonly progress: (line: string) => void;
};

/** Between messages, so that nothing of the one before is still going on. */
const PAUSE_MS = 250;
const RATIO_GOAL = 4;

/** Times alarms through Tocsin and through the minimal function, by turns, so that a busy machine is busy for both. */
export async function measureLatency(options: LatencyOptions): Promise<Latency> {
  const { pairs, warmUp, progress } = options;
  const tocsin: number[] = [];
  const minimal: number[] = [];
  for (let pair = -warmUp; pair < pairs; pair += 1) {
    if (pair === 0) progress(`latency: ${pairs} pairs …`);
    const first = pair % 2 === 0 ? 'tocsin' : 'minimal';
    const second = first === 'tocsin' ? 'minimal' : 'tocsin';
    const times = { [first]: await time(options, first, pair), [second]: await time(options, second, pair) };
    if (pair < 0) continue;
    tocsin.push(times.tocsin ?? Number.NaN);
    minimal.push(times.minimal ?? Number.NaN);
  }
  const ratio = median(tocsin) / median(minimal);
  return {
    tocsin: summarise(tocsin),
    minimal: summarise(minimal),
    ratio,
    ratioWithinPairs: median(tocsin.map((ms, index) => ms / (minimal[index] ?? Number.NaN))),
    goals: [goal('latency against the minimal function', ratio, RATIO_GOAL)],
  };
}

async function time(
  { publish, receiver, warmUp }: LatencyOptions,
  through: 'tocsin' | 'minimal',
  pair: number,
): Promise<number> {
  await sleep(PAUSE_MS);
  const alarm = `one-${through}-${pair + warmUp}.`;
  const published = await publish(TOPICS[through], alarm);
  const [arrival] = await receiver.heard(alarm, 1);
  return (arrival?.at ?? Number.NaN) - published;
}
