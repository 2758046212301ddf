import type { Labels } from '../alert/alert';
import type { Matcher } from './matcher';

/** How a group is paced; all in milliseconds. */
export type Timing = {
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
};

/** A node of the route tree, with everything inherited already filled in. */
export type Route = {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  /** Label names to group by; `'...'` means all labels. */
  readonly groupBy: readonly string[] | '...';
  readonly timing: Timing;
  /** The matchers from the root to here, as text: `{}/{severity="critical"}`. Identifies the route in group keys. */
  readonly path: string;
  /** Names of the time intervals in which it tells nobody; not inherited. */
  readonly muteTimeIntervals: readonly string[];
  /** Names of the time intervals outside of which it tells nobody; none: always. Not inherited. */
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly Route[];
};

/** One receiver that an alert reaches, and the group it joins there. */
export type Destination = {
  readonly route: Route;
  readonly groupLabels: Labels;
  readonly groupKey: string;
  readonly group: string;
};
