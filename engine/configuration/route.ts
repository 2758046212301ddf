import type { Route, Timing } from '../../core/routing/route';
import { matchersText } from '../../core/routing/text';
import { combine, readMatchers } from '../../formats/alertmanager/matcher';
import type { RouteNode } from '../../formats/alertmanager/routing';
import { type Fault, type Path, pathText } from '../../formats/yaml/config-error';
import { faultAt, type Source } from '../../formats/yaml/source';

const DEFAULTS: Timing = { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 };

type Parent = Pick<Route, 'receiver' | 'groupBy' | 'timing' | 'path'>;
const ABOVE_ROOT: Parent = { receiver: '', groupBy: [], timing: DEFAULTS, path: '' };

/** An empty list is a list, as upstream: one group for all. */
function groupByOf(names: readonly string[] | undefined, parent: Parent): Route['groupBy'] {
  if (names === undefined) return parent.groupBy;
  return names.includes('...') ? '...' : names;
}

function build(node: RouteNode, parent: Parent): Route {
  const read = (node.matchers ?? []).map(readMatchers).flatMap((one) => (one.ok ? one.matchers : []));
  const matchers = combine(node.match ?? {}, node.match_re ?? {}, read);
  const text = matchersText(matchers);
  const own = {
    receiver: node.receiver || parent.receiver,
    groupBy: groupByOf(node.group_by, parent),
    timing: {
      groupWaitMs: node.group_wait ?? parent.timing.groupWaitMs,
      groupIntervalMs: node.group_interval ?? parent.timing.groupIntervalMs,
      repeatIntervalMs: node.repeat_interval ?? parent.timing.repeatIntervalMs,
    },
    path: parent.path === '' ? text : `${parent.path}/${text}`,
  };
  return {
    ...own,
    matchers,
    continue: node.continue ?? false,
    muteTimeIntervals: node.mute_time_intervals ?? [],
    activeTimeIntervals: node.active_time_intervals ?? [],
    routes: (node.routes ?? []).map((child) => build(child, own)),
  };
}

/** The tree as it will run, with all that is inherited filled in. @param root validated */
export const buildRoute = (root: RouteNode): Route => build(root, ABOVE_ROOT);

type Placed = { readonly route: Route; readonly node: RouteNode; readonly path: Path };

function placed(route: Route, node: RouteNode, path: Path): readonly Placed[] {
  const children = route.routes.flatMap((child, at) => {
    const written = node.routes?.[at];
    return written ? placed(child, written, [...path, 'routes', at]) : [];
  });
  return [{ route, node, path }, ...children];
}

/** What is valid in a route tree and probably not meant. */
export function routeWarnings(source: Source, root: RouteNode, route: Route): readonly Fault[] {
  const warnings: Fault[] = [];
  const first = new Map<string, Placed>();
  for (const one of placed(route, root, ['route'])) {
    for (const [at, text] of (one.node.matchers ?? []).entries()) {
      const read = readMatchers(text);
      if (read.ok && read.warning) warnings.push(faultAt(source, [...one.path, 'matchers', at], read.warning));
    }
    const identity = JSON.stringify([one.route.receiver, one.route.path, one.route.groupBy]);
    const twin = first.get(identity);
    if (!twin) {
      first.set(identity, one);
    } else if (JSON.stringify(twin.route.timing) !== JSON.stringify(one.route.timing)) {
      const message = `has the receiver and matchers of ${pathText(twin.path)}, so they share their groups: the times of the first count`;
      warnings.push(faultAt(source, one.path, message));
    }
  }
  return warnings;
}
