import { chartOf } from '../../../core/oncall/chart';
import { chartPage } from '../../../formats/oncall/html';
import { chartSvg } from '../../../formats/oncall/svg';
import { at, layer, override, schedule, span } from '../../core/oncall/schedules';

const RANGE = { from: at('2026-01-05T00:00:00Z'), to: at('2026-01-12T00:00:00Z') };
const primary = schedule('UTC', layer({ active: [span([1, 2, 3, 4, 5], '00:00', '24:00')] }));
const people = {
  alice: { id: 'alice', name: 'Alice <b>&"Adams"', timezone: 'UTC', contacts: {}, rules: {} },
};
const chart = chartOf(primary, [override({ person: 'dan', replaces: 'alice' })], RANGE, people);

test('a picture has a bar for each stretch, in its place, with its title', () => {
  const svg = chartSvg([chart], null);

  const bars = [...svg.matchAll(/<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"[^>]*><title>([^<]*)</g)];
  expect(bars.map(([, x, , width, title]) => [Number(x), Number(width), title])).toEqual([
    // 810 pixels are a week from Monday at 00:00; carol has the hours before Monday's handoff.
    [150, 43.4, 'carol: Mon 2026-01-05 00:00 to Mon 2026-01-05 09:00; layer week'],
    [193.4, 72.3, expect.stringContaining('Alice')],
    [381.4, 347.1, expect.stringContaining('Alice')],
    [265.7, 115.7, 'dan: Tue 2026-01-06 00:00 to Wed 2026-01-07 00:00; layer week; override o1'],
    [728.6, 231.4, 'nobody is on call: Sat 2026-01-10 00:00 to Mon 2026-01-12 00:00'],
  ]);
});

test('now is a line, if it is in the span', () => {
  expect(chartSvg([chart], at('2026-01-08T12:00:00Z'))).toContain('<line class="now" x1="555" x2="555"');
  expect(chartSvg([chart], at('2026-02-08T12:00:00Z'))).not.toContain('class="now"');
});

test.each([
  ['picture', chartSvg([chart], null)],
  ['page', chartPage([chart], RANGE.from)],
])('a name cannot bring marks of its own into the %s', (_what, text) => {
  expect(text).not.toContain('<b>');
  expect(text).toContain('Alice &lt;b&gt;&amp;');
});

test('the picture tells who cannot see it', () => {
  expect(chartSvg([chart], null)).toContain(
    '<desc>primary: carol 1 times, Alice &lt;b&gt;&amp;&quot;Adams&quot; 2 times, dan 1 times, nobody 1 times.</desc>',
  );
});

test('the page lists every shift', () => {
  const rows = [...chartPage([chart], RANGE.from).matchAll(/<tr( class="gap")?><td>(.*?)<\/td>/g)];

  expect(rows.map(([, gap, from]) => [from, gap !== undefined])).toEqual([
    ['Mon 2026-01-05 00:00', false],
    ['Mon 2026-01-05 09:00', false],
    ['Tue 2026-01-06 00:00', false],
    ['Wed 2026-01-07 00:00', false],
    ['Sat 2026-01-10 00:00', true],
  ]);
});
