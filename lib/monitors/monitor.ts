import type { ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Severity } from '../severity';

/** When a metric is bad: so far beyond the threshold, in so many of the last so many periods. */
export type Breach = {
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  readonly datapoints: number;
  readonly of: number;
};

/** An alarm as data: what a monitor says about one way in which its resource can fail. */
export type AlarmSpec = {
  /** Unique within the monitor; part of the alarm's name. */
  readonly id: string;
  readonly severity: Severity;
  readonly metric: IMetric;
  readonly breach: Breach;
  /** What silence means. */
  readonly missing: TreatMissingData;
  /** File under `runbooks/`, without its ending. */
  readonly runbook: string;
  /** Whose number the threshold is. */
  readonly source: 'AWS' | 'house default' | 'the team';
  /** For whoever is woken: what it means that this fires. */
  readonly why: string;
};

/** A kind of resource and the alarms that it should have. */
export type Monitor<Resource> = {
  /** The kind, as files and tags name it. */
  readonly resource: string;
  readonly alarms: (resource: Resource) => readonly AlarmSpec[];
};
