import type { Labels } from '../../../core/alert/alert';
import type { Kind } from '../../../core/notification/notification';

/** What a replay prints as JSON; a promise to other programs. Times are seconds after the start, to the millisecond. */
export type DeliveredAlert = {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly status: 'firing' | 'resolved';
  readonly starts_at: number;
  readonly ends_at: number | null;
};

/** One attempt to tell one destination. */
export type Delivery = {
  readonly at: number;
  readonly receiver: string;
  readonly channel: string;
  /** Index within the receiver's list of that channel. */
  readonly config: number;
  readonly to: string;
  readonly kind: Kind;
  readonly outcome: 'delivered' | 'failed' | 'undeliverable';
  /** From 1. */
  readonly attempt: number;
  readonly group_labels: Labels;
  readonly incident: string;
  readonly person: string | null;
  readonly policy: string | null;
  readonly step: number | null;
  readonly alerts: readonly DeliveredAlert[];
};

/** One episode of a group, with a policy or not. */
export type Incident = {
  readonly id: string;
  readonly state: 'pending' | 'triggered' | 'acknowledged' | 'muted' | 'held' | 'resolved';
  readonly opened_at: number | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: number | null;
  readonly group_labels: Labels;
  readonly receivers: readonly string[];
};

/** `by`: a silence's id, a time interval or a rule's index. */
export type Suppressed = { readonly at: number; readonly labels: Labels; readonly by: string | number };

export type ReplayResult = {
  readonly deliveries: readonly Delivery[];
  readonly incidents: readonly Incident[];
  readonly silenced: readonly Suppressed[];
  readonly inhibited: readonly Suppressed[];
};

/** What happened, for people. */
export type StoryLine = { readonly at: number; readonly what: 'in' | 'decided' | 'out'; readonly text: string };

export type Replayed = { readonly result: ReplayResult; readonly story: readonly StoryLine[] };
