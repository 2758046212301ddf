import { type Alert, isFiring, type Labels } from '../../../core/alert/alert';
import { forecast } from '../../../core/escalation/forecast';
import { mutedByTime } from '../../../core/interval/time-interval';
import { match } from '../../../core/routing/match';
import { type SilenceIndex, silencedBy } from '../../../core/silence/silence-index';
import type { EpochMs } from '../../../core/time';
import type { Configuration } from '../../../engine/configuration/configuration';
import { lastResortOf } from '../../../engine/destinations';
import { dutyOf } from '../../../engine/duty';
import { printDuration } from '../../../formats/alertmanager/duration';
import type { Inhibitors } from './inhibitors';

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
  /** After the alert, if nobody answers. */
  readonly after: string;
  /** Null: the last resort. */
  readonly person: string | null;
  readonly channel: string;
  readonly to: string;
  readonly policy: string;
  readonly step: number | null;
};

/** What an alert meets. */
export type Situation = {
  readonly configuration: Configuration;
  readonly silences: SilenceIndex;
  /** The alerts of the same call. */
  readonly inhibitors: Inhibitors;
  readonly now: EpochMs;
};

/** Where an alert goes, and what would keep it from being told there, for programs. */
export function routed(alert: Alert, { configuration, silences, inhibitors, now }: Situation): RoutedAlert {
  const { fingerprint, labels, annotations, startsAt } = alert;
  const { route, intervals } = configuration;
  const routes = match(route, labels).map(
    ({ route: { receiver, path, timing, ...times }, groupLabels }): Routed => ({
      receiver,
      path,
      group_labels: groupLabels,
      group_wait: printDuration(timing.groupWaitMs),
      group_interval: printDuration(timing.groupIntervalMs),
      repeat_interval: printDuration(timing.repeatIntervalMs),
      muted_by: mutedByTime(times, intervals, now),
      pages: isFiring(alert, now) ? pagesOf(receiver, timing.groupWaitMs, alert, { configuration, now }) : [],
    }),
  );
  const status = isFiring(alert, now) ? 'firing' : 'resolved';
  return {
    alert: { fingerprint, status, labels, annotations, starts_at: new Date(startsAt).toISOString() },
    routes,
    inhibited_by: inhibitors.of(alert, now),
    silenced_by: silencedBy(silences, labels, now),
  };
}

/** Who is paged if nobody answers, as the receiver's policy and the schedules say for that time. */
function pagesOf(
  receiver: string,
  groupWaitMs: number,
  { labels }: Alert,
  { configuration, now }: Pick<Situation, 'configuration' | 'now'>,
): readonly Page[] {
  const duty = dutyOf(configuration, receiver, []);
  if (!duty) return [];
  const told = forecast(duty, lastResortOf(configuration), labels.severity ?? '', now + groupWaitMs);
  return told.map(({ at, ...page }) => ({ after: printDuration(at - now), ...page, policy: duty.policy.name }));
}
