import type { Labels } from '../alert/alert';
import { hash } from '../hash';
import { canonical } from '../json';
import { type Condition, labelValue, type Matcher, onFirstUse } from './matcher';
import { matcherIndex } from './matcher-index';
import type { Destination, Route } from './route';
import { labelsText } from './text';

type Node = {
  readonly route: Route;
  readonly conditions: readonly { readonly matcher: Matcher; readonly holds: Condition }[];
  readonly children: readonly Node[];
  /** Positions of the children that may match, in the file's order. */
  readonly candidates: (labels: Labels) => readonly number[];
  readonly memory: Remembered;
};

/** One node of the route tree as an alert met it. */
export type Trace = {
  readonly route: Route;
  /** Place among its siblings, from 0; null for the root. */
  readonly position: number | null;
  /** The matchers that do not hold; none: the node matched. */
  readonly unmet: readonly Matcher[];
  /** It matched and none of its children did: the alert goes to its receiver. */
  readonly isDestination: boolean;
  /** Its children as far as they were tried. */
  readonly tried: readonly Trace[];
  /** How many further children a match without `continue` kept from being tried. */
  readonly untried: number;
};

function compile(route: Route): Node {
  return {
    route,
    conditions: route.matchers.map((matcher) => ({ matcher, holds: onFirstUse(matcher) })),
    children: route.routes.map(compile),
    candidates: matcherIndex(route.routes.map(({ matchers }) => matchers)),
    memory: { groups: new Map(), count: 0 },
  };
}

const compiled = new WeakMap<Route, Node>();
function compiledOnce(root: Route): Node {
  const known = compiled.get(root);
  if (known) return known;
  const node = compile(root);
  compiled.set(root, node);
  return node;
}

/** The labels that name the group; what the alert lacks is left out. */
function groupLabelsOf({ groupBy }: Route, labels: Labels): Labels {
  const names = groupBy === '...' ? Object.keys(labels) : groupBy;
  const present = names.filter((name) => labelValue(labels, name) !== '');
  return Object.fromEntries(present.map((name) => [name, labelValue(labels, name)]));
}

function destination(route: Route, labels: Labels): Destination {
  const groupLabels = groupLabelsOf(route, labels);
  return {
    route,
    groupLabels,
    groupKey: `${route.path}:${labelsText(groupLabels)}`,
    // Not the route's place in the file: reordering it must not orphan an incident.
    group: hash(32, route.receiver, route.path, canonical(groupLabels)),
  };
}

/** Groups by the values of their labels, one level for each. */
type Groups = Map<string, Groups | Destination>;
/** Alerts of a storm come group by group: naming each group once is most of the work. */
const MAX_REMEMBERED = 1_000;
type Remembered = { groups: Groups; count: number };

function remembered(memory: Remembered, route: Route, labels: Labels): Destination {
  const { groupBy } = route;
  if (groupBy === '...' || groupBy.length === 0) return destination(route, labels);
  let level = memory.groups;
  for (const name of groupBy.slice(0, -1)) {
    const value = labelValue(labels, name);
    const below = level.get(value);
    const next: Groups = below instanceof Map ? below : new Map();
    if (next !== below) level.set(value, next);
    level = next;
  }
  const last = labelValue(labels, groupBy.at(-1) ?? '');
  const known = level.get(last);
  if (known && !(known instanceof Map)) return known;
  const made = destination(route, labels);
  level.set(last, made);
  memory.count += 1;
  if (memory.count > MAX_REMEMBERED) Object.assign(memory, { groups: new Map(), count: 0 });
  return made;
}

function holdsFor({ conditions }: Node, labels: Labels): boolean {
  for (const { holds } of conditions) if (!holds(labels)) return false;
  return true;
}

/** Depth first, left to right; a match without `continue` ends its level; a parent takes what no child takes. */
function reach(node: Node, labels: Labels, reached: Node[]): boolean {
  if (!holdsFor(node, labels)) return false;
  const before = reached.length;
  for (const position of node.candidates(labels)) {
    const child = node.children[position];
    if (child && reach(child, labels, reached) && !child.route.continue) break;
  }
  if (reached.length === before) reached.push(node);
  return true;
}

/** @param root compiled at the first call and remembered, so pass the same object */
function reachedBy(root: Route, labels: Labels): readonly Node[] {
  const reached: Node[] = [];
  reach(compiledOnce(root), labels, reached);
  return reached;
}

/** The routes that take an alert, in the file's order. @see {@link match} for the groups that it joins there */
export const routesFor = (root: Route, labels: Labels): readonly Route[] =>
  reachedBy(root, labels).map(({ route }) => route);

/**
 * Where an alert goes, in the file's order, as Alertmanager decides it. Two routes that lead to one group count once.
 * @param root compiled at the first call and remembered, so pass the same object
 * @throws when a matcher's regular expression is not RE2's (a validated configuration has none)
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function match(root: Route, labels: Labels): readonly Destination[] {
  const all = reachedBy(root, labels).map(({ route, memory }) => remembered(memory, route, labels));
  if (all.length < 2) return all;
  return all.filter(({ group }, at) => all.findIndex((one) => one.group === group) === at);
}

function trace(node: Node, position: number | null, labels: Labels): Trace {
  const unmet = node.conditions.filter(({ holds }) => !holds(labels)).map(({ matcher }) => matcher);
  const tried: Trace[] = [];
  if (unmet.length === 0) {
    for (const [at, child] of node.children.entries()) {
      const visit = trace(child, at, labels);
      tried.push(visit);
      if (visit.unmet.length === 0 && !child.route.continue) break;
    }
  }
  const isDestination = unmet.length === 0 && tried.every((child) => child.unmet.length > 0);
  const untried = unmet.length === 0 ? node.children.length - tried.length : 0;
  return { route: node.route, position, unmet, isDestination, tried, untried };
}

/** The same walk as {@link match}, told for people: what was tried, what matched, and which matchers did not hold. */
export const explain = (root: Route, labels: Labels): Trace => trace(compiledOnce(root), null, labels);
