import type { InhibitRule } from '../../core/inhibition/inhibit-rule';
import type { TimeIntervals } from '../../core/interval/time-interval';
import type { Oncall } from '../../core/oncall/oncall';
import type { Receiver } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';
import type { IngestConfiguration } from '../intake/configuration';

/** Everything that a team's folder says, validated; baked into the functions as one JSON. */
export type Configuration = {
  readonly route: Route;
  /** By name. */
  readonly receivers: Readonly<Record<string, Receiver>>;
  /** How long an alert of a level source fires when it does not say when it ends. */
  readonly resolveTimeoutMs: number;
  readonly oncall: Oncall;
  readonly inhibitRules: readonly InhibitRule[];
  /** By name. */
  readonly intervals: TimeIntervals;
  /** `global.strict_alertmanager`: Tocsin's own differences from Alertmanager are off. */
  readonly isStrict: boolean;
  readonly ingest: IngestConfiguration;
  /** 16 hex digits over all of it. */
  readonly hash: string;
};
