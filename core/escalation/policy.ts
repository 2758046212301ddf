import type { Integration } from '../routing/receiver';

/** Whom a step tells: `schedule:primary` is whoever is on call there when the step fires. */
export type Target =
  | { readonly type: 'schedule'; readonly schedule: string }
  | { readonly type: 'person'; readonly person: string };

export type Step = {
  readonly targets: readonly Target[];
  /** How long the people of this step have to acknowledge. */
  readonly escalateAfterMs: number;
};

/** Who is asked to take an incident, in which order, until somebody does. */
export type Policy = {
  readonly name: string;
  readonly steps: readonly Step[];
  /** How often the steps start again after the last. */
  readonly repeat: number;
  /** An acknowledgement lapses after this; null: never. */
  readonly ackTimeoutMs: number | null;
};

/** One of a person's rules: so long after the page, by these of their contacts. */
export type Rule = { readonly afterMs: number; readonly by: readonly string[] };

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  /** By contact (`sms`, `email`, `slack` …): a destination like any receiver's. */
  readonly contacts: Readonly<Record<string, Integration>>;
  /** By severity, and `default` for the rest; without any, every contact is used at once. */
  readonly rules: Readonly<Record<string, readonly Rule[]>>;
};

/** All that an escalation needs to know of people. */
export type People = {
  readonly people: Readonly<Record<string, Person>>;
  readonly policies: Readonly<Record<string, Policy>>;
  /** The receiver that hears when a policy is exhausted or finds nobody, and when the store is down; null: none. */
  readonly lastResort: string | null;
  /** A re-fire within this time reopens the incident without paging anybody again. */
  readonly flapWindowMs: number;
};
