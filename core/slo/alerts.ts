import type { EpochMs } from '../time';
import { type Pair, pairsOf, type Severity } from './burn-rate';
import { budgetOf, type Objective } from './objective';
import { type Ratio, times } from './ratio';
import type { Tally } from './tally';

export type Alert = { readonly at: EpochMs; readonly severity: Severity; readonly state: 'firing' | 'resolved' };

/** What a window of this length holds. */
export type Holds = (lengthMs: number) => Tally;

/** @returns null where there is nothing to judge by */
function isAbove({ bad, total }: Tally, badShare: Ratio): boolean | null {
  return total === 0n ? null : bad * badShare.den > badShare.num * total;
}

const and = (a: boolean | null, b: boolean | null): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const or = (a: boolean | null, b: boolean | null): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;

/** Burn-rate alerts of one objective. What is not known changes nothing: an alert ends only where it is known to. */
export class Alerts {
  readonly seen: Alert[] = [];
  private readonly pairs: readonly (Pair & { readonly badShare: Ratio })[];
  private readonly firing = { page: false, ticket: false };

  /** @param parts how many parts one event has in the tallies */
  constructor(
    objective: Objective,
    private readonly parts: bigint,
  ) {
    const budget = budgetOf(objective);
    this.pairs = pairsOf(objective).map((pair) => ({ ...pair, badShare: times(pair.burnRate, budget) }));
  }

  judge(at: EpochMs, holds: Holds): void {
    const page = this.holdsFor('page', holds) ?? this.firing.page;
    this.set('page', page, at);
    // The lower tier is quiet while the higher one fires.
    this.set('ticket', !page && (this.holdsFor('ticket', holds) ?? this.firing.ticket), at);
  }

  private holdsFor(severity: Severity, holds: Holds): boolean | null {
    return this.pairs
      .filter((pair) => pair.severity === severity)
      .reduce<boolean | null>((found, { longMs, shortMs, badShare, minimumEvents }) => {
        const long = holds(longMs);
        if (minimumEvents === null) return found;
        if (long.events * minimumEvents.den < minimumEvents.num * this.parts) return found;
        return or(found, and(isAbove(long, badShare), isAbove(holds(shortMs), badShare)));
      }, false);
  }

  private set(severity: Severity, isFiring: boolean, at: EpochMs): void {
    if (this.firing[severity] === isFiring) return;
    this.firing[severity] = isFiring;
    this.seen.push({ at, severity, state: isFiring ? 'firing' : 'resolved' });
  }
}
