import type { EpochMs } from '../time';
import { type Alert, Alerts } from './alerts';
import { BURN_WINDOWS } from './burn-rate';
import { budgetOf, type Objective } from './objective';
import { type Period, periodAt } from './period';
import { minus, ONE, over, type Ratio, times } from './ratio';
import { PARTS, type Row, tallyOf } from './tally';
import { Log, type Window } from './windows';

/** What is known of an objective at an instant; null is unknown, never 0 or 1. */
export type Standing = {
  /** The share that was good. */
  readonly sli: Ratio | null;
  /** In events, or slices; `remaining` below zero where more than the budget is gone. */
  readonly budget: {
    readonly total: Ratio;
    readonly consumed: Ratio;
    readonly remaining: Ratio;
    readonly consumedRatio: Ratio;
  } | null;
  readonly burnRates: readonly { readonly name: string; readonly rate: Ratio | null }[];
  readonly noDataMs: number;
  /** Null where events are counted; what is good of a slice may be a share of it. */
  readonly slices: { readonly good: Ratio; readonly total: Ratio } | null;
  /** Since when the window's budget is used up; null while some is left. */
  readonly exhaustedAt: EpochMs | null;
  readonly alerts: readonly Alert[];
};

export type ReplayOptions = {
  /** Nothing is judged after it. */
  readonly until: EpochMs | null;
  /** Alerts are judged only at multiples of this, as by the evaluator; null is each row's end. */
  readonly cadenceMs: number | null;
};

/** Takes the rows of a series in the order of time and knows at the end how an objective stands. */
export class Replay {
  private readonly log = new Log();
  private readonly main: Window;
  private readonly burn: ReadonlyMap<number, Window>;
  private readonly alerts: Alerts;
  private period: Period | null = null;
  private exhaustedAt: EpochMs | null = null;
  private last: Row | null = null;
  private pending: EpochMs | null = null;

  constructor(
    private readonly objective: Objective,
    private readonly options: ReplayOptions,
  ) {
    const parts = objective.measure?.type === 'raw' ? PARTS : 1n;
    const window = () => this.log.window(tallyOf(objective.method, parts));
    this.main = window();
    this.burn = new Map(BURN_WINDOWS.map(([, length]) => [length, window()]));
    this.alerts = new Alerts(objective, parts);
  }

  /** A row that has data, later than the one before. */
  add(row: Row): void {
    const { cadenceMs, until } = this.options;
    const due = cadenceMs === null ? row.endsAt : Math.ceil(row.endsAt / cadenceMs) * cadenceMs;
    if (this.pending !== null && this.pending < due) this.judge(this.pending);
    this.log.add(row);
    this.last = row;
    this.pending = due;
    if (until === null || row.endsAt <= until) this.moveTo(row.endsAt);
    if (cadenceMs === null) this.judge(due);
    this.log.trim();
  }

  /** How the objective stands at an instant, not before the last row's beginning. */
  standing(at: EpochMs): Standing {
    if (this.pending !== null && this.pending <= at) this.judge(this.pending);
    const { start } = this.moveTo(at);
    const { tally } = this.main;
    const budget = budgetOf(this.objective);
    const overhang = Math.max(0, (this.last?.endsAt ?? at) - at);
    const good: Ratio = { num: tally.total - tally.bad, den: tally.unit };
    const total: Ratio = { num: tally.total, den: tally.unit };
    const consumed: Ratio = { num: tally.bad, den: tally.unit };
    const allowed = times(budget, total);
    const isKnown = tally.total > 0n;
    return {
      sli: isKnown ? over(good, total) : null,
      budget: isKnown
        ? {
            total: allowed,
            consumed,
            remaining: minus(allowed, consumed),
            consumedRatio: over(consumed, allowed),
          }
        : null,
      burnRates: BURN_WINDOWS.map(([name, length]) => {
        const { bad, total: all } = this.holds(at, length);
        return { name, rate: all > 0n ? over({ num: bad, den: all }, budget) : null };
      }),
      noDataMs: at - start - (this.main.covered - (this.last && this.last.time >= start ? overhang : 0)),
      slices: this.objective.method.type === 'Occurrences' ? null : { good, total },
      exhaustedAt: this.exhaustedAt,
      alerts: this.alerts.seen,
    };
  }

  private holds(at: EpochMs, length: number) {
    const window = this.burn.get(length) ?? this.main;
    this.log.advance(window, at - length);
    return window.tally;
  }

  private judge(at: EpochMs): void {
    this.pending = null;
    const { until } = this.options;
    if (until === null || at <= until) this.alerts.judge(at, (length) => this.holds(at, length));
  }

  /** Lets the budget's window end here. */
  private moveTo(at: EpochMs): Period {
    const { window } = this.objective;
    // At a calendar's boundary the period that ends there counts, not the empty one that begins.
    if (window.calendar === null || this.period === null || at > this.period.end) {
      this.period = periodAt(window, at - 1);
      // A calendar's next period has a budget of its own.
      if (window.calendar !== null) this.exhaustedAt = null;
    }
    this.log.advance(this.main, this.period.start);
    const { bad, total } = this.main.tally;
    const { num, den } = minus(ONE, this.objective.target);
    const isExhausted = total > 0n && bad * den >= num * total;
    this.exhaustedAt = isExhausted ? (this.exhaustedAt ?? at) : null;
    return this.period;
  }
}
