import fc from 'fast-check';
import type { Labels } from '../../../core/alert/alert';
import { type InhibitRule, inhibits, ruleId, sourcesOf, targetsOf } from '../../../core/inhibition/inhibit-rule';
import { inhibitedBy, inhibitionIndex } from '../../../core/inhibition/inhibition-index';
import { allOf, labelValue } from '../../../core/routing/matcher';
import { matcher } from '../routing/routes';

function rule(sources: readonly string[], targets: readonly string[], equal: readonly string[] = []): InhibitRule {
  const content = { sources: sources.map(matcher), targets: targets.map(matcher), equal };
  return { id: ruleId(content), name: '', ...content };
}
const firing = (labels: Labels) => ({ labels, endsAt: null });
const asked = (rules: readonly InhibitRule[], sources: readonly Labels[], labels: Labels) =>
  inhibitedBy(inhibitionIndex(rules, sources.map(firing)), labels, 0);

const down = rule(['alertname=ClusterDown'], ['severity=~warning|info'], ['cluster', 'region']);

test.each<[string, Labels, Labels, number[]]>([
  ['the same cluster and region', { cluster: 'a', region: 'eu' }, { cluster: 'a', region: 'eu' }, [0]],
  ['another cluster', { cluster: 'a', region: 'eu' }, { cluster: 'b', region: 'eu' }, []],
  ['a label that both lack is equal', { cluster: 'a' }, { cluster: 'a' }, [0]],
  ['a missing label equals an empty one', { cluster: 'a', region: '' }, { cluster: 'a' }, [0]],
  ['a missing label differs from a value', { cluster: 'a', region: 'eu' }, { cluster: 'a' }, []],
])('%s', (_, source, target, expected) => {
  const sources = [{ alertname: 'ClusterDown', ...source }];
  expect(asked([down], sources, { severity: 'warning', ...target })).toEqual(expected);
});

test('only what the targets match is inhibited, only by what the sources match', () => {
  // Prepare
  const sources: Labels[] = [{ alertname: 'DiskFull' }, { alertname: 'ClusterDown', severity: 'critical' }];

  // Act
  const answers = [{ severity: 'critical' }, { severity: 'info' }].map((labels) => asked([down], sources, labels));

  // Assess
  expect(answers).toEqual([[], [0]]);
});

test('a source inhibits for as long as it fires', () => {
  // Prepare
  const index = inhibitionIndex([down], [{ labels: { alertname: 'ClusterDown' }, endsAt: 10 }]);

  // Act
  const answers = [9, 10].map((now) => inhibitedBy(index, { severity: 'info' }, now));

  // Assess
  expect(answers).toEqual([[0], []]);
});

describe('alerts on both sides of a rule', () => {
  const both = rule(['severity=~critical|warning'], ['severity=~warning|info']);

  test.each<[string, string[], string, number[]]>([
    ['an alert does not inhibit itself', ['warning'], 'warning', []],
    ['nor another that is on both sides, too', ['warning', 'warning'], 'warning', []],
    ['a source on one side inhibits it', ['critical', 'warning'], 'warning', [0]],
    ['and it inhibits what is a target only', ['warning'], 'info', [0]],
  ])('%s', (_, sources, severity, expected) => {
    const alerts = sources.map((each, at) => ({ severity: each, instance: `${at}` }));
    expect(asked([both], alerts, { severity, instance: '0' })).toEqual(expected);
  });
});

test('several rules are all named, in their order', () => {
  // Prepare
  const rules = [rule(['a=1'], ['b=2']), rule(['a=2'], ['b=2']), rule(['a=~.+'], ['b=~.+'])];

  // Act
  const found = asked(rules, [{ a: '1' }], { b: '2' });

  // Assess
  expect(found).toEqual([0, 2]);
});

test('a key names the rule by what it says and the values by their names', () => {
  // Prepare
  const alert = { alertname: 'ClusterDown', cluster: 'a', region: 'eu' };
  const reordered = { ...down, equal: ['region', 'cluster', 'region'] };

  // Act
  const [source] = sourcesOf([down], alert);
  const [target] = targetsOf([rule([], []), reordered], { ...alert, alertname: 'x', severity: 'info' }).slice(1);

  // Assess
  expect(ruleId(reordered)).toBe(down.id);
  expect(target).toEqual({ rule: 1, key: source?.key, isTwoSided: false });
  expect(source).toEqual({ rule: 0, key: `${down.id}#1:a,2:eu,`, isTwoSided: false });
});

test('a key stays short, whatever the labels', () => {
  // Prepare
  const long = (end: string) => ({ alertname: 'ClusterDown', cluster: `${'x'.repeat(10_000)}${end}` });

  // Act
  const keys = ['a', 'b'].map((end) => sourcesOf([down], long(end))[0]?.key ?? '');

  // Assess
  expect(keys.every((key) => key.length < 256)).toBe(true);
  expect(new Set(keys).size).toBe(2);
});

describe('over any rules and alerts', () => {
  const pick = (...values: string[]) => fc.constantFrom(...values);
  const condition = fc
    .tuple(pick('a', 'b', 'c'), pick('=', '=', '!=', '=~', '!~'), pick('', '1', '2', '1|2'))
    .map((parts) => parts.join(''));
  const side = fc.array(condition, { maxLength: 2 });
  const rules = fc.array(
    fc.tuple(side, side, fc.subarray(['a', 'b', 'd'])).map((parts) => rule(...parts)),
    {
      maxLength: 5,
    },
  );
  const labelSet = fc.record({ a: pick('', '1', '2'), b: pick('1', '2'), d: pick('1', '2') }, { requiredKeys: [] });

  /** Upstream's rule, word for word: no keys. */
  const scan = (all: readonly InhibitRule[], alerts: readonly Labels[], labels: Labels) =>
    all.flatMap(({ sources, targets, equal }, position) => {
      const [isSource, isTarget] = [allOf(sources), allOf(targets)];
      const inhibited = alerts.some(
        (alert) =>
          isSource(alert) &&
          isTarget(labels) &&
          equal.every((name) => labelValue(alert, name) === labelValue(labels, name)) &&
          !(isSource(labels) && isTarget(alert)),
      );
      return inhibited ? [position] : [];
    });

  test('the index agrees with a plain scan', () => {
    const agree = fc.property(rules, fc.array(labelSet, { maxLength: 8 }), labelSet, (all, alerts, labels) => {
      expect(asked(all, alerts, labels)).toEqual(scan(all, alerts, labels));
    });
    fc.assert(agree, { numRuns: 1_000 });
  });

  test('so do the keys alone, as they are stored', () => {
    const agree = fc.property(rules, fc.array(labelSet, { maxLength: 8 }), labelSet, (all, alerts, labels) => {
      const stored = alerts.flatMap((alert) => sourcesOf(all, alert));
      const found = targetsOf(all, labels).filter((target) =>
        stored.some((source) => source.key === target.key && inhibits(source, target)),
      );

      expect([...new Set(found.map((target) => target.rule))]).toEqual(scan(all, alerts, labels));
    });
    fc.assert(agree, { numRuns: 1_000 });
  });
});
