import type { PlannedEvent } from './events';
import { type Faults, NO_FAULTS } from './faults';
import type { Plan } from './plan';
import type { ReceiverEntry, RouteEntry, Routing } from './routing';

/** Does the world still fail, and in the way that is looked for? */
export type Fails = (plan: Plan) => Promise<boolean>;

/**
 * Makes a failing world as small as it stays failing: without events, faults, routes and receivers that do not matter,
 * and with the simplest words for the others.
 * @param most worlds that are played for it
 */
export async function shrink(plan: Plan, fails: Fails, most = 2_000): Promise<Plan> {
  let played = 0;
  const stillFails: Fails = async (smaller) => {
    played += 1;
    return played <= most && fails(smaller);
  };
  let smallest = plan;
  for (let before = ''; before !== JSON.stringify(smallest) && played < most; ) {
    before = JSON.stringify(smallest);
    smallest = await withoutFaults(smallest, stillFails);
    smallest = await withFewerEvents(smallest, stillFails);
    smallest = await withSimplerRouting(smallest, stillFails);
  }
  return smallest;
}

/** All at once first: a scenario file has no words for most of them. */
async function withoutFaults(plan: Plan, fails: Fails): Promise<Plan> {
  const calm = { ...plan, faults: NO_FAULTS };
  if (await fails(calm)) return calm;
  let smallest = plan;
  for (const name of Object.keys(NO_FAULTS) as (keyof Faults)[]) {
    if (smallest.faults[name] === 0) continue;
    const smaller = { ...smallest, faults: { ...smallest.faults, [name]: 0 } };
    if (await fails(smaller)) smallest = smaller;
  }
  return smallest;
}

/** Delta debugging: without each half, each quarter … and at last each one. */
async function withFewerEvents(plan: Plan, fails: Fails): Promise<Plan> {
  let { events } = plan;
  for (let size = Math.ceil(events.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let from = 0; from < events.length; ) {
      const fewer: readonly PlannedEvent[] = [...events.slice(0, from), ...events.slice(from + size)];
      if (await fails({ ...plan, events: fewer })) events = fewer;
      else from += size;
    }
  }
  return { ...plan, events };
}

async function withSimplerRouting(plan: Plan, fails: Fails): Promise<Plan> {
  let smallest = plan;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const routing of simpler(smallest.routing)) {
      const smaller = { ...smallest, routing };
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function* simpler({ route, receivers }: Routing): Iterable<Routing> {
  for (const one of simplerRoutes(route)) yield { route: one, receivers };
  const reached = new Set(receiversIn(route));
  const needed = receivers.filter(({ name }) => reached.has(name));
  if (needed.length < receivers.length) yield { route, receivers: needed };
  for (const [at, receiver] of receivers.entries()) {
    for (const fewer of simplerReceivers(receiver))
      yield { route, receivers: receivers.map((one, place) => (place === at ? fewer : one)) };
  }
}

const receiversIn = ({ receiver, routes = [] }: RouteEntry): readonly string[] => [
  ...(receiver === undefined ? [] : [receiver]),
  ...routes.flatMap(receiversIn),
];

function* simplerRoutes(route: RouteEntry): Iterable<RouteEntry> {
  const { routes, ...alone } = route;
  if (routes) yield alone;
  for (const [at, child] of (routes ?? []).entries()) {
    const others = (routes ?? []).filter((_, place) => place !== at);
    yield { ...alone, ...(others.length > 0 && { routes: others }) };
    for (const one of simplerRoutes(child))
      yield { ...alone, routes: (routes ?? []).map((old, place) => (place === at ? one : old)) };
  }
  if (route.matchers && route.matchers.length > 1) yield { ...route, matchers: route.matchers.slice(1) };
  if (route.continue) yield { ...route, continue: false };
  if (route.group_by && route.group_by.length > 0) yield { ...route, group_by: [] };
}

function* simplerReceivers(receiver: ReceiverEntry): Iterable<ReceiverEntry> {
  for (const [kind, entries] of Object.entries(receiver)) {
    if (!Array.isArray(entries)) continue;
    for (const at of entries.keys()) {
      const fewer = entries.filter((_, place) => place !== at);
      const { [kind as 'webhook_configs']: _, ...others } = receiver;
      yield fewer.length > 0 ? { ...receiver, [kind]: fewer } : others;
    }
  }
}
