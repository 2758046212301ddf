import type { Labels } from '../alert/alert';
import type { EpochMs } from '../time';

/** Why a message goes out, as a person would file it. */
export type Kind =
  | 'firing'
  | 'resolved'
  | 'acknowledged'
  | 'unacknowledged'
  | 'escalated'
  | 'reminder'
  | 'failure'
  /** Counts pages that were withheld: their receiver had too many at once. */
  | 'digest';

/** An alert as it stood when the message was decided. */
export type NotifiedAlert = {
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: EpochMs;
  /** Null while it fires. */
  readonly endsAt: EpochMs | null;
  readonly generatorUrl: string | null;
};

/** What is to be said to one destination: channel-neutral, complete, and small enough to store. */
export type Notification = {
  readonly kind: Kind;
  /** Firing as long as one member fires. */
  readonly status: 'firing' | 'resolved';
  /** For people and for `notification_reason`: "first notification", "some alerts resolved" … */
  readonly reason: string;
  readonly receiver: string;
  /** Stable over the group's life, readable: `{}/{severity="critical"}:{alertname="x"}`. */
  readonly groupKey: string;
  readonly groupLabels: Labels;
  /** Names the episode: group and its count. */
  readonly incident: string;
  /** When this episode was opened. */
  readonly openedAt: EpochMs;
  /** When this message was decided. */
  readonly at: EpochMs;
  /** Firing first, each part oldest first; cut to what can be stored. */
  readonly alerts: readonly NotifiedAlert[];
  /** How many alerts were left out of `alerts`. */
  readonly truncatedAlerts: number;
  /** Counted before the cut. */
  readonly firing: number;
  readonly resolved: number;
  /** Whom it is for, where an escalation policy chose: the person, and the step of the policy that asks. */
  readonly paged?: { readonly person: string | null; readonly policy: string; readonly step: number | null };
  /** Who took it, the first first; absent: nobody. */
  readonly acknowledgedBy?: readonly string[];
};

/** Labels (or annotations) on which every alert agrees. */
export function commonLabels(alerts: readonly { readonly labels: Labels }[]): Labels {
  const [first, ...rest] = alerts;
  if (!first) return {};
  return Object.fromEntries(
    Object.entries(first.labels).filter(([name, value]) => rest.every(({ labels }) => labels[name] === value)),
  );
}
