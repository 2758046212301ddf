import '../../core/routing/re2';
import { channels } from '../../channels';
import type { Labels } from '../../core/alert/alert';
import { inhibitedBy, inhibitionIndex } from '../../core/inhibition/inhibition-index';
import { match, routesFor } from '../../core/routing/match';
import type { Silence } from '../../core/silence/silence';
import { silencedBy, silenceIndex } from '../../core/silence/silence-index';
import { HOUR_MS } from '../../core/time';
import { compile } from '../../engine/configuration/compile';
import { median } from '../statistics';
import {
  alertLabels,
  type Config,
  muted,
  silences,
  smallConfig,
  sources,
  unmuted,
  wideConfig,
  wideLabels,
} from './workload';

/** Nanoseconds that a decision takes, by its name. */
export type Decisions = Readonly<Record<string, number>>;

export const DECISIONS = {
  small: 'route match, 20 routes',
  wide: 'route match, 1,000 routes',
  named: 'the same with the groups that it joins named: not asked of Alertmanager',
  inhibited: 'inhibition by 10 rules, 1,000 sources: muted',
  uninhibited: 'inhibition by 10 rules, 1,000 sources: not muted',
  silencedFirst: '1,000 silences, alert seen first: silenced',
  unsilencedFirst: '1,000 silences, alert seen first: not silenced',
  silencedAgain: '1,000 silences, alert seen before: silenced',
  unsilencedAgain: '1,000 silences, alert seen before: not silenced',
} as const;

const RUNS = 7;
const RUN_MS = 150;

/** The median of a few runs, each of which takes long enough for the clock. */
function nanoseconds(labels: readonly Labels[], decide: (labels: Labels) => unknown): number {
  let sink = 0;
  const once = (): void => {
    for (const one of labels) sink += decide(one) ? 1 : 0;
  };
  once();
  const runs = Array.from({ length: RUNS }, () => {
    const began = process.hrtime.bigint();
    let rounds = 0;
    let spent = 0;
    while (spent < RUN_MS * 1e6) {
      once();
      rounds += 1;
      spent = Number(process.hrtime.bigint() - began);
    }
    return spent / (rounds * labels.length);
  });
  if (sink === 0) throw new Error('nothing was decided');
  return median(runs);
}

const configured = (config: Config) => compile([{ name: 'routing.yml', value: config }], channels).configuration;

const checked = (labels: readonly Labels[], expected: boolean, decide: (one: Labels) => boolean): readonly Labels[] => {
  if (labels.some((one) => decide(one) !== expected)) throw new Error('not what the workload is made for');
  return labels;
};

/** Every decision of the workload by our own code, in this process. */
export function ourDecisions(now: number): Decisions {
  const small = configured(smallConfig());
  const wide = configured(wideConfig());
  const clock = now + HOUR_MS / 2;
  const inhibition = inhibitionIndex(
    small.inhibitRules,
    sources().map((labels) => ({ labels, endsAt: now + HOUR_MS })),
  );
  const isInhibited = (labels: Labels): boolean => inhibitedBy(inhibition, labels, clock).length > 0;
  const index = silenceIndex(
    silences().map(
      ([cluster, service], at): Silence => ({
        id: `s-${at}`,
        kind: 'silence',
        matchers: [
          { name: 'cluster', operator: '=', value: cluster },
          { name: 'service', operator: '=~', value: service },
        ],
        incident: null,
        startsAt: now,
        endsAt: now + HOUR_MS,
        recurrence: null,
        createdBy: 'bench',
        comment: 'bench',
      }),
    ),
  );
  const isSilenced = (labels: Labels): boolean => silencedBy(index, labels, clock).length > 0;
  // Whether it was seen before makes no difference: nothing is remembered for an alert.
  const silenced = nanoseconds(checked(muted(), true, isSilenced), (labels) => silencedBy(index, labels, clock));
  const unsilenced = nanoseconds(checked(unmuted(), false, isSilenced), (labels) => silencedBy(index, labels, clock));
  return {
    [DECISIONS.small]: nanoseconds(alertLabels(1_000, 1_000), (labels) => routesFor(small.route, labels)),
    [DECISIONS.wide]: nanoseconds(wideLabels(), (labels) => routesFor(wide.route, labels)),
    [DECISIONS.named]: nanoseconds(alertLabels(1_000, 1_000), (labels) => match(small.route, labels)),
    [DECISIONS.inhibited]: nanoseconds(checked(muted(), true, isInhibited), isInhibited),
    [DECISIONS.uninhibited]: nanoseconds(checked(unmuted(), false, isInhibited), (labels) =>
      inhibitedBy(inhibition, labels, clock),
    ),
    [DECISIONS.silencedFirst]: silenced,
    [DECISIONS.unsilencedFirst]: unsilenced,
    [DECISIONS.silencedAgain]: silenced,
    [DECISIONS.unsilencedAgain]: unsilenced,
  };
}
