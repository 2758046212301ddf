import type { Chart } from '../../core/oncall/chart';
import type { Shift } from '../../core/oncall/on-call';
import type { EpochMs } from '../../core/time';
import { shown } from '../../core/zone/show';
import { zoneOf } from '../../core/zone/zone';
import { markup } from './markup';
import { chartSvg } from './svg';

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  svg { max-width: 100%; height: auto; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
  td { font-variant-numeric: tabular-nums; }
  .gap { font-weight: 600; color: light-dark(#b3131f, #ff7b72); }`;

function row(chart: Chart, shift: Shift): string {
  const zone = zoneOf(chart.timezone);
  const nameOf = (person: string): string => chart.rows.find((one) => one.person === person)?.name ?? person;
  const who = shift.people.length === 0 ? 'nobody' : shift.people.map(nameOf).join(', ');
  const cells = [shown(zone, shift.from), shown(zone, shift.to), who, shift.layer ?? '', shift.override ?? ''];
  const css = shift.people.length === 0 ? ' class="gap"' : '';
  return `<tr${css}>${cells.map((cell) => `<td>${markup(cell)}</td>`).join('')}</tr>`;
}

const section = (chart: Chart): string => `<h2>${markup(chart.schedule)}</h2>
<p>Times are those of ${markup(chart.timezone)}.</p>
<table>
<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">On call</th><th scope="col">Layer</th><th scope="col">Override</th></tr></thead>
<tbody>
${chart.shifts.map((shift) => row(chart, shift)).join('\n')}
</tbody>
</table>`;

/** A page that needs nothing else: the picture, and every shift in a table. */
export const chartPage = (charts: readonly Chart[], now: EpochMs): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Who is on call</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Who is on call</h1>
${chartSvg(charts, now)}
${charts.map(section).join('\n')}
</body>
</html>
`;
