import type { Receiver } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';

/** Everything that a team's folder says, validated; baked into the functions as one JSON. */
export type Configuration = {
  readonly route: Route;
  /** By name. */
  readonly receivers: Readonly<Record<string, Receiver>>;
  /** 16 hex digits over all of it. */
  readonly hash: string;
};
