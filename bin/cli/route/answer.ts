import { type Alert, isFiring, type Labels } from '../../../core/alert/alert';
import { match } from '../../../core/routing/match';
import type { EpochMs } from '../../../core/time';
import type { Configuration } from '../../../engine/configuration/configuration';
import { printDuration } from '../../../formats/alertmanager/duration';

/** What `route --json` prints for one alert; a promise to other programs. Durations are written as in routing.yml. */
export type RoutedAlert = {
  readonly alert: {
    readonly fingerprint: string;
    readonly status: 'firing' | 'resolved';
    readonly labels: Labels;
    readonly annotations: Labels;
    /** ISO 8601. */
    readonly starts_at: string;
  };
  readonly routes: readonly Routed[];
  readonly inhibited_by: readonly string[];
  readonly silenced_by: readonly string[];
};

export type Routed = {
  readonly receiver: string;
  /** The matchers from the root to the route: `{}/{severity="critical"}`. */
  readonly path: string;
  readonly group_labels: Labels;
  readonly group_wait: string;
  readonly group_interval: string;
  readonly repeat_interval: string;
  readonly muted_by: readonly string[];
  readonly pages: readonly Page[];
};

export type Page = {
  readonly after: string;
  readonly person: string;
  readonly channel: string;
  readonly to: string;
  readonly policy: string;
  readonly step: number;
};

/** Where an alert goes, for programs. */
export function routed(alert: Alert, { route }: Configuration, now: EpochMs): RoutedAlert {
  const { fingerprint, labels, annotations, startsAt } = alert;
  const routes = match(route, labels).map(
    ({ route: { receiver, path, timing }, groupLabels }): Routed => ({
      receiver,
      path,
      group_labels: groupLabels,
      group_wait: printDuration(timing.groupWaitMs),
      group_interval: printDuration(timing.groupIntervalMs),
      repeat_interval: printDuration(timing.repeatIntervalMs),
      muted_by: [],
      pages: [],
    }),
  );
  const status = isFiring(alert, now) ? 'firing' : 'resolved';
  return {
    alert: { fingerprint, status, labels, annotations, starts_at: new Date(startsAt).toISOString() },
    routes,
    inhibited_by: [],
    silenced_by: [],
  };
}
