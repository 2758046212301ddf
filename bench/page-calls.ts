import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS, WAYS, type Way } from './app';
import { callsOfPage, type Hop, hopsOf, kindsOf, medianHops, type Page } from './calls';
import type { Call } from './counting-proxy';
import { type Goal, goal } from './goal';
import type { Publish } from './latency';
import type { TimedReceiver } from './receiver';
import { median } from './statistics';

export type PageCalls = {
  /** Pages counted, for each way. */
  readonly n: number;
  /** Calls of a page, by how many destinations it has. */
  readonly calls: Readonly<Record<Way, number>>;
  /** Those of the first page to one destination, by function and operation. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The way of the pages to one destination. */
  readonly hops: readonly Hop[];
  readonly goals: readonly Goal[];
};

export type PageCallsOptions = {
  readonly publish: Publish;
  readonly receiver: TimedReceiver;
  /** Grows with each call that a proxy tells. */
  readonly calls: readonly Call[];
  readonly pages: number;
  readonly progress: (line: string) => void;
};

/** A page is over when its functions have asked nothing for so long. */
const QUIET_MS = 300;
const WARM_UP = 3;
const FIRST_GOAL = 10;
const FURTHER_GOAL = 3;
const DESTINATIONS: Readonly<Record<Way, number>> = { one: 1, two: 2 };

/** Counts what a page asks of AWS, and sees from the same calls where its time goes. */
export async function countPages(options: PageCallsOptions): Promise<PageCalls> {
  const { pages, progress } = options;
  progress(`AWS calls: ${pages} pages each way …`);
  for (let number = 0; number < WARM_UP; number += 1)
    for (const way of WAYS) await page(options, way, `warm-${number}`);
  const counted: Record<Way, Page[]> = { one: [], two: [] };
  for (let number = 0; number < pages; number += 1)
    for (const way of WAYS) counted[way].push(await page(options, way, String(number)));

  const callsOf = (way: Way): number => median(counted[way].map(({ calls }) => calls.length));
  const calls = { one: callsOf('one'), two: callsOf('two') };
  return {
    n: pages,
    calls,
    kinds: kindsOf(counted.one[0]?.calls ?? []),
    hops: medianHops(counted.one.map(hopsOf).filter((hops) => hops !== null)),
    goals: [
      goal('AWS calls to the first destination', calls.one, FIRST_GOAL),
      goal('AWS calls for each further one', calls.two - calls.one, FURTHER_GOAL),
    ],
  };
}

async function page({ publish, receiver, calls }: PageCallsOptions, way: Way, name: string): Promise<Page> {
  const before = calls.length;
  const alarm = `${way}-counted-${name}.`;
  const published = await publish(TOPICS.counted, alarm);
  const arrivals = await receiver.heard(alarm, DESTINATIONS[way]);
  const quiet = () => performance.now() - Math.max(published, ...calls.slice(before).map(({ end }) => end));
  while (quiet() < QUIET_MS) await sleep(QUIET_MS - quiet());
  return {
    published,
    heard: Math.min(...arrivals.map(({ at }) => at)),
    calls: callsOfPage(calls.slice(before)),
  };
}
