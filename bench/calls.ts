import type { Call } from './counting-proxy';
import { median } from './statistics';

/** One page: when its alarm was published, when each destination heard, and the calls made in between and after. */
export type Page = { readonly published: number; readonly heard: number; readonly calls: readonly Call[] };

/** A stretch of the way; `aws` is the part of it that was spent waiting for AWS's answers. Milliseconds. */
export type Hop = { readonly name: string; readonly ms: number; readonly aws: number };

/**
 * Those calls of a stretch of time that one page caused. Pages go one after the other, so whatever ingest does is this
 * page's; flush and notify may still look at earlier groups.
 */
export function callsOfPage(calls: readonly Call[]): readonly Call[] {
  const own = new Set(calls.filter(({ by }) => by === 'ingest').flatMap(groupsIn));
  return calls.filter((call) => {
    const groups = groupsIn(call);
    return call.by === 'ingest' || groups.length === 0 || groups.some((group) => own.has(group));
  });
}

/** Groups are named in keys (`G#…`) and in hints (`{"group":"…"}`, a string in a string). */
const groupsIn = ({ body }: Call): readonly string[] =>
  [...body.matchAll(/G#([0-9a-f]+)|\\"group\\":\\"([0-9a-f]+)/g)].map(([, key, hint]) => key ?? hint ?? '');

/** `ingest UpdateItem` -> 3: each kind of call, and how many of it, in the order of the first. */
export function kindsOf(calls: readonly Call[]): Readonly<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const { by, operation } of [...calls].sort((a, b) => a.start - b.start)) {
    const kind = `${by} ${operation}`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

const STAGES = ['ingest', 'flush', 'notify'] as const;

/**
 * Where the time between publishing and hearing went. A function's first call tells that it runs, its hint to the next
 * one that it has done what the page waits for.
 * @returns null when a stage made no call: then this was not a page's usual way
 */
export function hopsOf({ published, heard, calls }: Page): readonly Hop[] | null {
  const before = calls.filter(({ start }) => start <= heard);
  const hops: Hop[] = [];
  let at = published;
  for (const stage of STAGES) {
    const own = before.filter(({ by, start }) => by === stage && start >= at);
    const first = Math.min(...own.map(({ start }) => start));
    const handedOver = own.find(({ operation }) => operation === 'SendMessage')?.start ?? heard;
    if (!Number.isFinite(first) || (stage !== 'notify' && handedOver === heard)) return null;
    const working = own.filter(({ start }) => start < handedOver);
    hops.push({ name: `to ${stage}`, ms: first - at, aws: 0 });
    hops.push({ name: `in ${stage}`, ms: handedOver - first, aws: covered(working, handedOver) });
    at = handedOver;
  }
  return hops;
}

/** How long at least one of these calls was under way. */
function covered(calls: readonly Call[], until: number): number {
  let end = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const call of [...calls].sort((a, b) => a.start - b.start)) {
    const stop = Math.min(call.end, until);
    sum += Math.max(0, stop - Math.max(call.start, end));
    end = Math.max(end, stop);
  }
  return sum;
}

/** The median of each stretch over several pages. */
export function medianHops(pages: readonly (readonly Hop[])[]): readonly Hop[] {
  const [first = []] = pages;
  return first.map(({ name }, index) => ({
    name,
    ms: median(pages.map((hops) => hops[index]?.ms ?? Number.NaN)),
    aws: median(pages.map((hops) => hops[index]?.aws ?? Number.NaN)),
  }));
}
