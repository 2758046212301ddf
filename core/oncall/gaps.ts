import type { Shift } from './on-call';
import { joined, type Span } from './turns';

/** When nobody is on call, in order. */
export const gapsIn = (shifts: readonly Shift[]): readonly Span[] =>
  joined(shifts.filter(({ people }) => people.length === 0).map(({ from, to }) => ({ from, to })));

/** What two lists of spans, each in order, have in common. */
export function common(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  let next = 0;
  for (const span of some) {
    while ((others[next]?.to ?? Number.POSITIVE_INFINITY) <= span.from) next += 1;
    for (let at = next; at < others.length; at += 1) {
      const other = others[at];
      if (!other || other.from >= span.to) break;
      found.push({ from: Math.max(span.from, other.from), to: Math.min(span.to, other.to) });
    }
  }
  return found;
}
