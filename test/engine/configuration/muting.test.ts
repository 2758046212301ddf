import { isWithin } from '../../../core/interval/time-interval';
import { buildIntervals, buildRules, ruleWarnings } from '../../../engine/configuration/muting';
import { RoutingFile } from '../../../formats/alertmanager/routing';
import { readYaml } from '../../../formats/yaml/source';

const sectionsOf = (text: string) =>
  RoutingFile.parse(readYaml('routing.yml', `route: { receiver: team }\n${text}`).value);

describe('inhibition rules', () => {
  const rules = (text: string) => buildRules(sectionsOf(text));

  test('both ways of writing matchers are one, in one order', () => {
    // Act
    const [old, now] = rules(`
inhibit_rules:
  - { source_match: { b: x }, source_match_re: { a: 'y|z' }, target_match: { c: x }, equal: [e, d] }
  - { name: now, source_matchers: ['a=~"y|z"', 'b=x'], target_matchers: ['{c=x}'], equal: [d, e] }`);

    // Assess
    const [a, b, c] = [
      { name: 'a', operator: '=~', value: 'y|z' },
      { name: 'b', operator: '=', value: 'x' },
      { name: 'c', operator: '=', value: 'x' },
    ];
    expect(old).toEqual({ id: now?.id, name: '', sources: [a, b], targets: [c], equal: ['e', 'd'] });
    expect(now).toMatchObject({ name: 'now', sources: [a, b], targets: [c], equal: ['d', 'e'] });
  });

  test('a rule that says nothing is one', () => {
    expect(rules('inhibit_rules: [ {} ]')).toMatchObject([{ sources: [], targets: [], equal: [] }]);
    expect(rules('')).toEqual([]);
  });

  test('a matcher that is read in the old way is pointed at', () => {
    // Prepare
    const text = `route: { receiver: team }\ninhibit_rules:\n  - source_matchers: ['a=b', 'a="b\\d"']\n`;
    const source = readYaml('routing.yml', text);

    // Act
    const warnings = ruleWarnings(source, RoutingFile.parse(source.value));

    // Assess
    expect(warnings).toMatchObject([{ line: 3, path: 'inhibit_rules[0].source_matchers[1]' }]);
  });
});

describe('time intervals', () => {
  test('both sections are read, with all that upstream can say', () => {
    // Act
    const intervals = buildIntervals(
      sectionsOf(`
mute_time_intervals: [ { name: old, time_intervals: [ { months: [december] } ] } ]
time_intervals:
  - name: all
    time_intervals:
      - times: [ { start_time: 09:00, end_time: '24:00' } ]
        weekdays: ['Monday:friday', sunday]
        days_of_month: ['1:5', '-3:-1', 17]
        months: ['january:march', '12', 5]
        years: ['2026:2028', 2030]
        location: Europe/Paris
      - { location: '' }
  - { name: never }`),
    );

    // Assess
    const all = { times: null, weekdays: null, daysOfMonth: null, months: null, years: null, location: null };
    const range = (from: number, to = from) => ({ from, to });
    expect(intervals).toEqual({
      old: { name: 'old', periods: [{ ...all, months: [range(12)] }] },
      all: {
        name: 'all',
        periods: [
          {
            times: [range(540, 1440)],
            weekdays: [range(1, 5), range(0)],
            daysOfMonth: [range(1, 5), range(-3, -1), range(17)],
            months: [range(1, 3), range(12), range(5)],
            years: [range(2026, 2028), range(2030)],
            location: 'Europe/Paris',
          },
          all,
        ],
      },
      never: { name: 'never', periods: [] },
    });
  });

  test('an empty list holds for nothing, as upstream', () => {
    const { i } = buildIntervals(sectionsOf('time_intervals: [ { name: i, time_intervals: [ { weekdays: [] } ] } ]'));
    expect(i && isWithin(i, Date.UTC(2026, 0, 5))).toBe(false);
  });

  // As upstream's parser refuses or takes them (Alertmanager 0.34.2).
  test.each([
    ["days_of_month: ['20:-1']", true],
    ["days_of_month: ['29:-1']", false],
    ["days_of_month: ['5:-25']", false],
    ["days_of_month: ['-1:1']", false],
    ["days_of_month: ['0']", false],
    ["days_of_month: ['32']", false],
    ["days_of_month: ['1:']", false],
    ["weekdays: ['saturday:sunday']", false],
    ["weekdays: ['monday : friday']", false],
    ["weekdays: ['1']", false],
    ['weekdays: monday', false],
    ["months: ['jan']", false],
    ["months: ['december:january']", false],
    ["years: ['2027:2026']", false],
    ["times: [ { start_time: '09:00' } ]", false],
    ["times: [ { start_time: '17:00', end_time: '09:00' } ]", false],
    ["times: [ { start_time: '9:00', end_time: '17:00' } ]", false],
    ["times: [ { start_time: '00:00', end_time: '24:00' } ]", true],
    ['location: UTC', true],
    ['location: Mars/Base', false],
    ['weekday: [monday]', false],
  ])('%s is right: %s', (period, isRight) => {
    const text = `route: { receiver: team }\ntime_intervals: [ { name: i, time_intervals: [ { ${period} } ] } ]`;
    expect(RoutingFile.safeParse(readYaml('routing.yml', text).value).success).toBe(isRight);
  });
});
