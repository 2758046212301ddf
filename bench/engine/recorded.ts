import { DECISIONS, type Decisions } from './decisions';
import type { StormFigures } from './storm';

/**
 * Alertmanager 0.34.2 as it was measured on two cores on 2026-11-23, for machines without Go: another machine has other
 * times, so ratios against these say little more than an order of magnitude.
 */
export const RECORDED_ON = '2026-11-23, two cores';
export const RECORDED_DECISIONS: Decisions = {
  [DECISIONS.small]: 358,
  [DECISIONS.wide]: 7_400,
  [DECISIONS.inhibited]: 1_800,
  [DECISIONS.uninhibited]: 4_000,
  [DECISIONS.silencedFirst]: 70_000,
  [DECISIONS.unsilencedFirst]: 64_000,
  [DECISIONS.silencedAgain]: 4_000,
  [DECISIONS.unsilencedAgain]: 900,
};

const MB = 1024 ** 2;
export const RECORDED_STORMS: Readonly<Record<string, StormFigures>> = {
  '10,000 alerts in 1,000 groups': { wallS: 1.9, cpuS: 1.7, memoryMB: Number.NaN },
  '10,000 alerts in one group': { wallS: 1.5, cpuS: 1.3, memoryMB: Number.NaN },
  '100,000 alerts in 10,000 groups': { wallS: 19, cpuS: 21, memoryMB: (797 * 1024 * 1024) / MB },
};
