import type { Json } from '../json';

/** What a destination wants to hear between the beginning and the end. */
export type Hears = {
  /** `worse`: a change is told only when it is worse than what was told before. */
  readonly changes: 'all' | 'worse';
  /** That somebody took it. `told`: only if its beginning was told here, for the news makes no sense without it. */
  readonly acknowledgements: 'always' | 'told' | 'never';
};

/** As every destination of Alertmanager: all changes, and no acknowledgements, which it does not know. */
export const HEARS_AS_UPSTREAM: Hears = { changes: 'all', acknowledgements: 'never' };

/** One entry of a receiver's `*_configs` list, resolved: defaults and `global` are filled in. */
export type Integration = {
  /** The channel's name: `pagerduty`, `slack`, `sms`, `email`, `webhook`. */
  readonly channel: string;
  /** Place within the receiver's list of that channel, from 0. */
  readonly index: number;
  /** Stable identity of the destination; survives reordering of the file. */
  readonly key: string;
  /** The destination as people name it; never a secret. */
  readonly to: string;
  readonly sendResolved: boolean;
  readonly hears: Hears;
  /** What the channel's own schema made of the entry. */
  readonly settings: Json;
};

export type Receiver = {
  readonly name: string;
  readonly integrations: readonly Integration[];
  /** Escalation policies, in the order of its `escalation_configs`. */
  readonly policies: readonly string[];
};
