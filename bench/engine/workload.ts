import type { Labels } from '../../core/alert/alert';
import { Random } from '../../engine/simulation/random';
import type { RouteEntry, Routing } from '../../engine/simulation/routing';

/** What both are measured on: the same trees, rules, silences and alerts, all of it following from fixed seeds. */

const TEAMS = ['basket', 'billing', 'catalogue', 'delivery', 'accounts'] as const;
const ALERTS = ['ErrorsHigh', 'LatencyHigh', 'QueueGrows', 'DiskFills', 'CertificateEnds', 'ReplicaLags'] as const;

/** Twenty routes: one apart, one that continues, one expression, and five teams of three. */
function smallTree(): readonly RouteEntry[] {
  const teams = TEAMS.map(
    (team, at): RouteEntry => ({
      receiver: `chat-${team}`,
      matchers: [`team="${team}"`],
      routes: [
        { receiver: `page-${team}`, matchers: ['severity="critical"'] },
        { receiver: `desk-${team}`, matchers: [`service=~"service-(${at}|1${at})"`, 'severity!="info"'] },
      ],
    }),
  );
  return [
    { receiver: 'trial', matchers: ['stage="trial"'] },
    { receiver: 'records', matchers: ['severity="critical"'], continue: true },
    { receiver: 'network', matchers: ['alertname=~"(Certificate|Name).*"'], continue: true },
    { receiver: 'alive', matchers: ['alertname="Alive"'] },
    { receiver: 'cluster', matchers: ['namespace=~"system-.*"'] },
    ...teams,
  ];
}

/** A thousand siblings: the worst for whoever tries them one after the other. */
const wideTree = (): readonly RouteEntry[] =>
  Array.from({ length: 1_000 }, (_, at) => ({
    receiver: `r-${at}`,
    matchers: [`service="service-${at}"`, 'severity=~"critical|warning"'],
  }));

const receiversIn = (routes: readonly RouteEntry[]): readonly string[] =>
  routes.flatMap(({ receiver, routes: children = [] }) => [...(receiver ? [receiver] : []), ...receiversIn(children)]);

export type InhibitEntry = {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
};

/** Ten: five kinds of outage within what it takes down, five of maintenance within a team. */
function inhibitRules(): readonly InhibitEntry[] {
  const outages = ['ClusterDown', 'ZoneDown', 'ServiceDown', 'DatabaseDown', 'NetworkDown'].map((name, at) => ({
    source_matchers: [`alertname="${name}"`, 'severity="critical"'],
    target_matchers: ['severity=~"warning|info"'],
    equal: [['cluster'], ['zone'], ['service', 'cluster'], ['cluster'], ['cluster']][at] ?? [],
  }));
  const works = TEAMS.map((team) => ({
    source_matchers: ['alertname="Works"', `team="${team}"`],
    target_matchers: [`team="${team}"`, 'severity!="critical"'],
    equal: ['stage', 'service'],
  }));
  return [...outages, ...works];
}

export type Config = Routing & { readonly inhibit_rules: readonly InhibitEntry[] };

export type Timing = { readonly groupWait: string; readonly groupInterval: string };

function configOf(routes: readonly RouteEntry[], hook: string, { groupWait, groupInterval }: Timing): Config {
  const names = [...new Set(['everybody', ...receiversIn(routes)])];
  return {
    route: {
      receiver: 'everybody',
      group_by: ['alertname', 'service', 'cluster'],
      group_wait: groupWait,
      group_interval: groupInterval,
      repeat_interval: '4h',
      routes,
    },
    receivers: names.map((name) => ({ name, webhook_configs: [{ url: `${hook}/${name}` }] })),
    inhibit_rules: inhibitRules(),
  };
}

const AT_ONCE: Timing = { groupWait: '0s', groupInterval: '5s' };
export const smallConfig = (hook = 'http://127.0.0.1:1', timing = AT_ONCE): Config =>
  configOf(smallTree(), hook, timing);
export const wideConfig = (): Config => configOf(wideTree(), 'http://127.0.0.1:1', AT_ONCE);

/** So many alerts in so many groups; those of one group are neighbours and differ in `instance`. */
export function alertLabels(count: number, groups: number): readonly Labels[] {
  const random = new Random(7);
  return Array.from({ length: groups }, (_, group) => {
    const service = random.between(0, 19);
    const chance = random.next();
    return {
      alertname: ALERTS[random.between(0, ALERTS.length - 1)] ?? '',
      service: `service-${service}`,
      team: TEAMS[service % TEAMS.length] ?? '',
      severity: chance < 0.1 ? 'critical' : chance < 0.6 ? 'warning' : 'info',
      stage: random.chance(0.1) ? 'trial' : 'live',
      zone: `zone-${random.between(1, 3)}`,
      namespace: random.chance(0.05) ? 'system-net' : 'shop',
      cluster: `cluster-${group}`,
    };
  }).flatMap((shared, group) =>
    Array.from({ length: count / groups }, (_, at) => ({ ...shared, instance: `i-${group}-${at}` })),
  );
}

const alertOf = (labels: Labels): Labels => ({
  alertname: 'LatencyHigh',
  severity: 'warning',
  team: 'billing',
  service: 'service-1',
  stage: 'live',
  instance: 'i-1',
  ...labels,
});

const thousand = <Value>(make: (at: number) => Value): readonly Value[] =>
  Array.from({ length: 1_000 }, (_, at) => make(at));

/** Spread evenly over the wide tree. */
export const wideLabels = (): readonly Labels[] => thousand((at) => alertOf({ service: `service-${at}` }));
/** A cluster that is down, a thousand times. */
export const sources = (): readonly Labels[] =>
  thousand((at) => ({ alertname: 'ClusterDown', severity: 'critical', cluster: `cluster-${at}`, zone: 'zone-1' }));
/** In a cluster that is down, and silenced. */
export const muted = (): readonly Labels[] => thousand((at) => alertOf({ cluster: `cluster-${at}` }));
export const unmuted = (): readonly Labels[] => thousand((at) => alertOf({ cluster: `other-${at}` }));

/** A thousand silences, one for each cluster. */
export const silences = (): readonly (readonly [equal: string, expression: string])[] =>
  thousand((at) => [`cluster-${at}`, 'service-(1|2|3)'] as const);
