import type { Labels } from '../../core/alert/alert';
import { match } from '../../core/routing/match';
import type { Receiver } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';

/** As much of a configuration as says who is reached. */
export type Ways = { readonly route: Route; readonly receivers: Readonly<Record<string, Receiver>> };

/** How hard somebody is reached: a page wakes a person, a message waits until it is read. */
export const LEVELS = ['nobody', 'message', 'page'] as const;
export type Level = (typeof LEVELS)[number];

export type Reached = {
  readonly level: Level;
  /** `pagerduty ssm:/oncall`, `policy primary`; in the routes' order, each once. */
  readonly who: readonly string[];
  /** Where it goes, as the routes' paths. */
  readonly paths: readonly string[];
  /** Time intervals in which a route on the way says nothing. */
  readonly quiet: readonly string[];
};

const WAKES: ReadonlySet<string> = new Set(['pagerduty', 'sms']);

/** Whom an alert with these labels reaches, apart from silences, inhibition and the time of day. */
export function reachOf({ route, receivers }: Ways, labels: Labels): Reached {
  const routes = match(route, labels).map((destination) => destination.route);
  const found = routes.flatMap(
    ({ receiver }) => (Object.hasOwn(receivers, receiver) ? receivers[receiver] : undefined) ?? [],
  );
  const policies = found.flatMap((receiver) => receiver.policies);
  const integrations = found.flatMap((receiver) => receiver.integrations);
  const isPage = policies.length > 0 || integrations.some(({ channel }) => WAKES.has(channel));
  const who = [
    ...policies.map((name) => `policy ${name}`),
    ...integrations.map(({ channel, to }) => (channel === to ? channel : `${channel} ${to}`)),
  ];
  return {
    level: isPage ? 'page' : who.length > 0 ? 'message' : 'nobody',
    who: [...new Set(who)],
    paths: routes.map(({ path }) => path),
    quiet: [...new Set(routes.flatMap((one) => [...one.muteTimeIntervals, ...one.activeTimeIntervals]))].sort(),
  };
}
