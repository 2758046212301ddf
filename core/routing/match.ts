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

/** Depth first, left to right; a match without `continue` ends its level; a parent takes what no child takes. */
function reached(node: Node, labels: Labels): readonly Route[] {
  if (!node.conditions.every(({ holds }) => holds(labels))) return [];
  const all: Route[] = [];
  for (const position of node.candidates(labels)) {
    const child = node.children[position];
    if (!child) continue;
    const routes = reached(child, labels);
    all.push(...routes);
    if (routes.length > 0 && !child.route.continue) break;
  }
  return all.length > 0 ? all : [node.route];
}

/**
 * Where an alert goes, in the file's order, as Alertmanager decides it. Two routes that lead to one group count once.
 * @param root compiled at the first call and remembered, so pass the same object
 * @throws when a matcher's regular expression is not RE2's (a validated configuration has none)
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function match(root: Route, labels: Labels): readonly Destination[] {
  const byGroup = new Map<string, Destination>();
  for (const route of reached(compiledOnce(root), labels)) {
    const found = destination(route, labels);
    if (!byGroup.has(found.group)) byGroup.set(found.group, found);
  }
  return [...byGroup.values()];
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
