import type { Policy, Step } from '../../core/escalation/policy';
import { common, gapsIn } from '../../core/oncall/gaps';
import { shifts } from '../../core/oncall/on-call';
import type { Oncall } from '../../core/oncall/oncall';
import type { Schedule } from '../../core/oncall/schedule';
import type { Span } from '../../core/oncall/turns';
import { compileMatcher, type Matcher } from '../../core/routing/matcher';
import type { Receiver } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';
import { DAY_MS } from '../../core/time';
import { shown } from '../../core/zone/show';
import { zoneOf } from '../../core/zone/zone';
import { type Path, pathText } from '../../formats/yaml/config-error';

/** A step that at some time pages nobody. */
type Uncovered = { readonly path: Path; readonly message: string; readonly isCritical: boolean };

/** Layers repeat each week, and over a year both changes of the clock are seen. */
const LOOKED_AT_MS = 371 * DAY_MS;
const CRITICAL = { severity: 'critical' };

const takesCritical = (matchers: readonly Matcher[]): boolean =>
  matchers.every((matcher) => matcher.name !== 'severity' || compileMatcher(matcher)(CRITICAL));
const takesAllCritical = ({ matchers, continue: goesOn }: Route): boolean =>
  !goesOn && matchers.every((matcher) => matcher.name === 'severity' && compileMatcher(matcher)(CRITICAL));

type Destination = { readonly receiver: string; readonly path: Path; readonly isCritical: boolean };

/** Where alerts can end, and whether critical ones do. */
function destinations(route: Route, path: Path, canBeCritical: boolean): readonly Destination[] {
  let critical = canBeCritical;
  const below = route.routes.flatMap((child, at) => {
    const found = destinations(child, [...path, 'routes', at], critical && takesCritical(child.matchers));
    if (takesAllCritical(child)) critical = false;
    return found;
  });
  const takesAll = route.routes.some(takesAllCritical);
  return [{ receiver: route.receiver, path, isCritical: canBeCritical && !takesAll }, ...below];
}

/** The first time at which none of a step's schedules has anybody; null: there is none. */
function firstGap(schedules: readonly Schedule[]): Span | null {
  // One that is always active covers them all, whatever the others are.
  if (schedules.some(({ layers }) => layers.some(({ active }) => active === null))) return null;
  const [first] = schedules;
  const [layer] = first?.layers ?? [];
  if (!first || !layer) return null;
  const from = zoneOf(first.timezone).instantAt(layer.handoff);
  const gaps = schedules.map((schedule) => gapsIn(shifts(schedule, [], from, from + LOOKED_AT_MS)));
  const [gap] = gaps.reduce(common);
  return gap ?? null;
}

/** A step's schedules, where nobody else is paged by it. */
function schedulesOf({ targets }: Step, oncall: Oncall): readonly Schedule[] {
  const found = targets.flatMap((target) =>
    target.type === 'schedule' ? (oncall.schedules[target.schedule] ?? []) : [],
  );
  return found.length === targets.length ? found : [];
}

function ofPolicy(policy: Policy, oncall: Oncall, { path, isCritical }: Destination): readonly Uncovered[] {
  return policy.steps.flatMap((step, at): readonly Uncovered[] => {
    const schedules = schedulesOf(step, oncall);
    const gap = firstGap(schedules);
    const [schedule] = schedules;
    if (!gap || !schedule) return [];
    const zone = zoneOf(schedule.timezone);
    const when = `${shown(zone, gap.from)} to ${shown(zone, gap.to)} (${schedule.timezone})`;
    const which = `step ${at + 1} of escalation policy ${JSON.stringify(policy.name)}`;
    const how = isCritical ? 'critical alerts come to it' : 'alerts come to it';
    const cure = 'add a layer that is active then, or somebody else to the step';
    const message = `nobody is on call from ${when}, and ${which} pages nobody else; ${how} by ${pathText(path)}: ${cure}`;
    return [{ path: ['schedules', schedule.name], message, isCritical }];
  });
}

/** Steps to which alerts can come while they page nobody; a policy is told once, by its first critical route if there is one. */
export function uncovered(
  oncall: Oncall,
  route: Route,
  receivers: Readonly<Record<string, Receiver>>,
): readonly Uncovered[] {
  const all = destinations(route, ['route'], true);
  return Object.values(oncall.policies).flatMap((policy) => {
    const leading = all.filter(({ receiver }) => receivers[receiver]?.policies.includes(policy.name));
    const told = leading.find(({ isCritical }) => isCritical) ?? leading[0];
    return told ? ofPolicy(policy, oncall, told) : [];
  });
}
