import type { Json } from '../../core/json';
import { generateOncall, type OncallEntry } from './people';
import type { Random } from './random';

/** `routing.yml` as plain values: compiled as a team's own, and fit for a scenario file. */
export type Routing = {
  readonly route: RouteEntry;
  readonly receivers: readonly ReceiverEntry[];
  /** `oncall.yml`, where a receiver has a policy. */
  readonly oncall?: OncallEntry;
  /** `ingest.yml`, where something must be heard from time to time. */
  readonly ingest?: Readonly<Record<string, Json>>;
};

export type RouteEntry = {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly RouteEntry[];
};

type Entry = Readonly<Record<string, Json>>;
type Entries = readonly Entry[];
export type ReceiverEntry = {
  readonly name: string;
  readonly webhook_configs?: Entries;
  readonly slack_configs?: Entries;
  readonly pagerduty_configs?: Entries;
  readonly sms_configs?: Entries;
  readonly escalation_configs?: Entries;
};

/** Labels that events have: see `events/`. */
const MATCHERS: readonly [string, ...string[]] = [
  'alertname=~"alarm-[0-2]"',
  'alertname=~"(alarm|level)-[1-3]"',
  'alertname="alarm-0"',
  'alertname!~"level-.*"',
  'team="a"',
  'team!="a"',
  'severity="critical"',
  'severity=~"critical|warning"',
];
const GROUP_BYS: readonly [readonly string[], ...(readonly string[])[]] = [
  [],
  ['alertname'],
  ['team', 'severity'],
  ['...'],
];

/** A receiver or three, a tree of routes at most three deep, and times from the shortest to the usual. */
export function generateRouting(random: Random): Routing {
  const names = ['one', 'two', 'three'].slice(0, random.between(1, 3));
  const route = {
    receiver: 'one',
    group_by: random.pick(GROUP_BYS),
    ...generateTimes(random),
    ...generateChildren(random, names, 2),
  };
  return { route, receivers: names.map((name) => generateReceiver(random, name)) };
}

/** In a third of worlds all receivers but the last resort have an escalation policy. */
export function withPeople(routing: Routing, random: Random): Routing {
  if (!random.chance(0.35)) return routing;
  const { receivers } = routing;
  const asked = receivers.map((receiver, at) =>
    at < Math.max(1, receivers.length - 1) ? { ...receiver, escalation_configs: [{ policy: 'primary' }] } : receiver,
  );
  const lastResort = receivers.length > 1 ? (receivers.at(-1)?.name ?? null) : null;
  return { ...routing, receivers: asked, oncall: generateOncall(random, lastResort) };
}

function generateTimes(random: Random): Partial<RouteEntry> {
  return {
    group_wait: random.pick(['0s', '0s', '5s', '30s']),
    group_interval: random.pick(['10s', '1m', '1m', '5m']),
    repeat_interval: random.pick(['2m', '4h', '4h', '4h', '4h']),
  };
}

function generateChildren(random: Random, receivers: readonly string[], depth: number): Partial<RouteEntry> {
  const count = depth === 0 ? 0 : random.pick([0, 1, 2, 3]);
  if (count === 0) return {};
  const routes = Array.from(
    { length: count },
    (): RouteEntry => ({
      ...(random.chance(0.8) && { receiver: receivers[random.between(0, receivers.length - 1)] ?? 'one' }),
      matchers: Array.from({ length: random.pick([1, 1, 2]) }, () => random.pick(MATCHERS)),
      continue: random.chance(0.5),
      ...(random.chance(0.5) && { group_by: random.pick(GROUP_BYS) }),
      ...(random.chance(0.3) && generateTimes(random)),
      ...generateChildren(random, receivers, depth - 1),
    }),
  );
  return { routes };
}

function generateReceiver(random: Random, name: string): ReceiverEntry {
  const sendResolved = (): Entry => (random.chance(0.2) ? { send_resolved: false } : {});
  const webhooks = Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, index) => ({
    url: `http://${name}/${index}`,
    ...sendResolved(),
  }));
  const slack = [
    { channel: `#${name}`, app_token: 'xoxb-simulated', app_url: 'http://slack', send_resolved: random.chance(0.8) },
  ];
  const pagerduty = [{ routing_key: `simulated-${name}`, url: 'http://pagerduty', ...sendResolved() }];
  return {
    name,
    webhook_configs: webhooks,
    ...(random.chance(0.2) && { slack_configs: slack }),
    ...(random.chance(0.2) && { pagerduty_configs: pagerduty }),
  };
}
