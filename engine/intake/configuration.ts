import type { Labels } from '../../core/alert/alert';
import type { Heartbeat } from '../../core/heartbeat/heartbeat';

/** Where a key lies, `ssm:/name` or `secretsmanager:name`; or the key itself, which only a replay and a local run allow. */
export type KeyAt = { readonly reference: string } | { readonly value: string };

/** Somebody who may post, known by a key. */
export type Sender = {
  /** Names the key without being it. */
  readonly name: string;
  readonly key: KeyAt;
  /** Given to each of its alerts; they win over what it says itself. */
  readonly labels: Labels;
  /** Requests a minute that are taken of it. */
  readonly perMinute: number;
};

/** `ingest.yml`, compiled: who may send what. */
export type IngestConfiguration = {
  readonly pagerduty: readonly Sender[];
  readonly alertmanager: readonly Sender[];
  readonly heartbeats: readonly Heartbeat[];
  /** Of which heartbeats' tokens are made; null: none is pinged by HTTP. */
  readonly heartbeatKey: string | null;
  /** Whose alarms are taken; empty: everybody's that the topics let in. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** An address that hears from each sweep that found nothing overdue. */
  readonly ownHeartbeat: string | null;
};

export const NOTHING_COMES_IN: IngestConfiguration = {
  pagerduty: [],
  alertmanager: [],
  heartbeats: [],
  heartbeatKey: null,
  accounts: [],
  regions: [],
  ownHeartbeat: null,
};
