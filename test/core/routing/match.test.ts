import fc from 'fast-check';
import type { Labels } from '../../../core/alert/alert';
import { explain, match, type Trace } from '../../../core/routing/match';
import { compileMatcher } from '../../../core/routing/matcher';
import type { Route } from '../../../core/routing/route';
import { route } from './routes';

const receivers = (root: Route, labels: Labels) => match(root, labels).map((found) => found.route.receiver);

// The tree of upstream's own test, shortened: owners, environments, `continue`.
const owners = route('default', [], {
  routes: [
    route('team-a', ['owner=team-A'], {
      routes: [
        route('a-testing', ['env=testing']),
        route('a-critical', ['env=production', 'severity=critical'], { continue: true }),
        route('a-production', ['env=production']),
        route('a-any', ['env=~.+'], { continue: true }),
      ],
    }),
    route('team-b', ['owner=~team-(B|C)'], { continue: true }),
    route('team-bc', ['owner=~team-(B|C)']),
    route('late', ['owner=team-C']),
  ],
});

test.each<[string, Labels, string[]]>([
  ['nothing matches: the root takes it', {}, ['default']],
  ['an unknown owner goes to the root', { owner: 'team-X' }, ['default']],
  ['no child matches: the parent takes it', { owner: 'team-A' }, ['team-a']],
  ['the first matching child ends the level', { owner: 'team-A', env: 'testing' }, ['a-testing']],
  ['the last child may say continue', { owner: 'team-A', env: 'staging' }, ['a-any']],
  ['one matcher of two is not enough', { owner: 'team-A', env: 'production' }, ['a-production']],
  [
    'continue goes on with the siblings',
    { owner: 'team-A', env: 'production', severity: 'critical' },
    ['a-critical', 'a-production'],
  ],
  ['a match without continue keeps later siblings out', { owner: 'team-C' }, ['team-b', 'team-bc']],
])('%s', (_, labels, expected) => {
  expect(receivers(owners, labels)).toEqual(expected);
});

test('a level ends at the child whose own children took the alert', () => {
  // Prepare
  const inner = route('inner', ['a=1'], { continue: true });
  const root = route('root', [], { routes: [route('outer', ['a=1'], { routes: [inner] }), route('next', ['a=1'])] });

  // Act
  const reached = receivers(root, { a: '1' });

  // Assess
  expect(reached).toEqual(['inner']); // the inner `continue` speaks of the inner level only
});

test('group labels leave out what the alert lacks', () => {
  // Prepare
  const root = route('root', [], { groupBy: ['alertname', 'service', 'constructor'] });

  // Act
  const [found] = match(root, { alertname: 'x', service: '', env: 'prod' });

  // Assess
  expect(found?.groupLabels).toEqual({ alertname: 'x' });
  expect(found?.groupKey).toBe('{}:{alertname="x"}');
});

test('grouping by ... takes every label', () => {
  // Prepare
  const root = route('root', [], { groupBy: '...' });

  // Act
  const [found] = match(root, { service: 's', alertname: 'x' });

  // Assess
  expect(found?.groupKey).toBe('{}:{alertname="x", service="s"}');
});

test('a group outlives the reordering of the file', () => {
  // Prepare
  const a = route('a', ['team=a'], { groupBy: ['alertname'] });
  const b = route('b', ['team=b'], { groupBy: ['alertname'] });
  const labels = { team: 'b', alertname: 'x' };

  // Act
  const [before] = match(route('root', [], { routes: [a, b] }), labels);
  const [after] = match(route('root', [], { routes: [b, a] }), labels);

  // Assess
  expect(before?.group).toMatch(/^[0-9a-f]{32}$/);
  expect(after?.group).toBe(before?.group);
});

test('receiver, path and group labels each tell groups apart', () => {
  // Prepare
  const groupOf = (root: Route, labels: Labels) => match(root, labels)[0]?.group;
  const here = route('a', [], { groupBy: ['x'] });

  // Act
  const groups = [
    groupOf(here, { x: '1' }),
    groupOf(here, { x: '2' }),
    groupOf({ ...here, receiver: 'b' }, { x: '1' }),
    groupOf({ ...here, path: '{}/{y="1"}' }, { x: '1' }),
  ];

  // Assess
  expect(new Set(groups).size).toBe(4);
});

test('two routes that lead to one group count once', () => {
  // Prepare
  const twice = route('a', ['team=a'], { continue: true });
  const root = route('root', [], { routes: [twice, twice, route('b', ['team=a'])] });

  // Act
  const reached = receivers(root, { team: 'a' });

  // Assess
  expect(reached).toEqual(['a', 'b']);
});

test('explaining names what was tried, what did not hold, and what was not reached', () => {
  // Prepare
  const labels = { owner: 'team-A', env: 'production' };

  // Act
  const root = explain(owners, labels);

  // Assess
  const [teamA] = root.tried;
  expect([root.isDestination, root.untried]).toEqual([false, 3]);
  expect(teamA?.tried.map(({ route: { receiver }, unmet, isDestination }) => [receiver, unmet, isDestination])).toEqual(
    [
      ['a-testing', [{ name: 'env', operator: '=', value: 'testing' }], false],
      ['a-critical', [{ name: 'severity', operator: '=', value: 'critical' }], false],
      ['a-production', [], true],
    ],
  );
  expect(teamA?.untried).toBe(1);
});

describe('over any tree', () => {
  const pick = (...values: string[]) => fc.constantFrom(...values); // few names and values: matches happen
  const condition = fc
    .tuple(pick('a', 'b', 'c'), pick('=', '=', '!=', '=~', '!~'), pick('', '1', '2', '1|2'))
    .map(([name, operator, value]) => `${name}${operator}${value}`);
  const treeOf = (depth: number): fc.Arbitrary<Route> =>
    fc
      .record({
        matchers: fc.array(condition, { maxLength: 3 }),
        receiver: fc.uuid(),
        continues: fc.boolean(),
        routes: depth > 0 ? fc.array(treeOf(depth - 1), { maxLength: 5 }) : fc.constant([]),
      })
      .map(({ matchers, receiver, continues, routes }) => route(receiver, matchers, { continue: continues, routes }));
  const tree = treeOf(3).map((node) => ({ ...node, matchers: [] }));
  const labelSet = fc.record({ a: pick('', '1', '2'), b: pick('1', '2') }, { requiredKeys: [] });

  /** Upstream's walk, word for word: no index. */
  const scan = (node: Route, labels: Labels): Route[] => {
    if (!node.matchers.every((matcher) => compileMatcher(matcher)(labels))) return [];
    const all: Route[] = [];
    for (const child of node.routes) {
      const found = scan(child, labels);
      all.push(...found);
      if (found.length > 0 && !child.continue) break;
    }
    return all.length > 0 ? all : [node];
  };
  const destinations = (trace: Trace): string[] => [
    ...trace.tried.flatMap(destinations),
    ...(trace.isDestination ? [trace.route.receiver] : []),
  ];

  test('the index agrees with a plain scan', () => {
    const agree = fc.property(tree, labelSet, (root, labels) => {
      expect(receivers(root, labels)).toEqual(scan(root, labels).map(({ receiver }) => receiver));
    });
    fc.assert(agree, { numRuns: 1_000 });
  });

  test('explaining agrees with matching', () => {
    const agree = fc.property(tree, labelSet, (root, labels) => {
      expect(destinations(explain(root, labels))).toEqual(receivers(root, labels));
    });
    fc.assert(agree, { numRuns: 300 });
  });
});

test('of a thousand sibling routes only those that can match are tried', () => {
  // Prepare
  let tests = 0;
  const siblings = Array.from({ length: 1_000 }, (_, at) => route(`team-${at}`, [`team=${at}`, 'env=~prod|stage']));
  const root = route('root', [], { routes: siblings });
  const counted = new Proxy<Record<string, string>>(
    { team: '999', env: 'prod' },
    {
      get: (labels, name) => {
        tests += 1;
        return Reflect.get(labels, name);
      },
    },
  );

  // Act
  const reached = receivers(root, counted);

  // Assess
  expect(reached).toEqual(['team-999']);
  expect(tests).toBeLessThan(10);
});
