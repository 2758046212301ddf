import type { Json } from '../json';

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
  /** What the channel's own schema made of the entry. */
  readonly settings: Json;
};

export type Receiver = { readonly name: string; readonly integrations: readonly Integration[] };
