import type { Bar, Chart } from '../../../core/oncall/chart';
import type { Span } from '../../../core/oncall/turns';
import { DAY_MS, type EpochMs, HOUR_MS } from '../../../core/time';
import { midnight, shown, weekdayText } from '../../../core/zone/show';
import { type WallMs, type Zone, zoneOf } from '../../../core/zone/zone';
import { type Io, paint } from '../io';

const MIN_CELLS = 24;
const MAX_LABEL = 24;
/** Marks of the axis come no closer than this. */
const MARK_CELLS = 7;
const STEPS_MS = [
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY_MS),
];
/** 1970-01-05 was a Monday. */
const MONDAY_MS = 4 * DAY_MS;

/** How much of a span these cover, 0 to 1. */
function covered(bars: readonly Span[], from: EpochMs, to: EpochMs): number {
  const ms = bars.reduce((sum, bar) => sum + Math.max(0, Math.min(bar.to, to) - Math.max(bar.from, from)), 0);
  return ms / (to - from);
}

/** A cell is two halves, each there or not; what is less than half of a half still leaves a trace. */
function cell(bars: readonly Span[], from: EpochMs, to: EpochMs): string {
  const middle = (from + to) / 2;
  const left = covered(bars, from, middle) >= 0.5;
  const right = covered(bars, middle, to) >= 0.5;
  if (left && right) return '█';
  if (left) return '▌';
  if (right) return '▐';
  return covered(bars, from, to) > 0 ? '░' : '·';
}

type Axis = { readonly from: EpochMs; readonly cellMs: number; readonly cells: number };
const edges = ({ from, cellMs }: Axis, index: number): readonly [EpochMs, EpochMs] => [
  from + index * cellMs,
  from + (index + 1) * cellMs,
];
const cellsOf = (axis: Axis, draw: (from: EpochMs, to: EpochMs) => string): string =>
  Array.from({ length: axis.cells }, (_, index) => draw(...edges(axis, index))).join('');

/** Runs of one kind in one colour: a line full of escapes for each cell would be unreadable in a log. */
function barsText(io: Io, axis: Axis, bars: readonly Bar[], style: 'cyan' | 'red'): string {
  const changed = bars.filter(({ override }) => override !== null);
  const cells = Array.from({ length: axis.cells }, (_, index) => {
    const [from, to] = edges(axis, index);
    const text = cell(bars, from, to);
    return { text, style: text === '·' ? 'dim' : covered(changed, from, to) >= 0.5 ? 'yellow' : style } as const;
  });
  let line = '';
  for (let at = 0; at < cells.length; ) {
    const end = cells.findIndex((one, index) => index > at && one.style !== cells[at]?.style);
    const run = cells.slice(at, end < 0 ? cells.length : end);
    line += paint(io, run[0]?.style ?? 'dim', run.map(({ text }) => text).join(''));
    at += run.length;
  }
  return line;
}

/** `Mon 5`, where each day has a mark; `01-05` for further ones, `06:00` for nearer ones. */
function markText(wall: WallMs, step: number): string {
  const text = new Date(wall).toISOString();
  if (step < DAY_MS && wall !== midnight(wall)) return text.slice(11, 16);
  return step <= DAY_MS ? `${weekdayText(wall)} ${Number(text.slice(8, 10))}` : text.slice(5, 10);
}

/** Times on the schedule's clock, as many as there is room for: round hours, days, and weeks on their Mondays. */
function axisText({ from, cellMs, cells }: Axis, zone: Zone): string {
  const to = from + cells * cellMs;
  const step = STEPS_MS.find((ms) => ms / cellMs >= MARK_CELLS) ?? 364 * DAY_MS;
  const every = Math.min(step, DAY_MS);
  let line = '';
  for (let wall = midnight(zone.wallAt(from)); zone.instantAt(wall) < to; wall += every) {
    if ((wall - MONDAY_MS) % step !== 0) continue;
    const place = Math.round((zone.instantAt(wall) - from) / cellMs);
    const label = markText(wall, step);
    const isFree = place >= 0 && (line === '' || place > line.length) && place + label.length <= cells;
    if (isFree) line = `${line.padEnd(place)}${label}`;
  }
  return line;
}

/** A schedule over a span: a row of bars for each person, one for nobody, and where now is. */
export function drawChart(io: Io, chart: Chart, columns: number, now: EpochMs): readonly string[] {
  const zone = zoneOf(chart.timezone);
  const labels = [...chart.rows.map(({ name }) => name), 'nobody'];
  const width = Math.min(Math.max(...labels.map((label) => label.length)), MAX_LABEL);
  const cells = Math.max(columns - width - 2, MIN_CELLS);
  const axis = { from: chart.from, cellMs: (chart.to - chart.from) / cells, cells };
  const label = (text: string): string =>
    `${(text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)}  `;
  const gaps = chart.gaps.map((gap) => ({ ...gap, layer: null, override: null }));
  const isNow = chart.from <= now && now < chart.to;
  const mark = cellsOf(axis, (from, to) => (from <= now && now < to ? '▲' : ' ')).trimEnd();
  return [
    `${paint(io, 'bold', chart.schedule)}: ${shown(zone, chart.from)} to ${shown(zone, chart.to)}, ${chart.timezone}`,
    `${label('')}${paint(io, 'dim', axisText(axis, zone))}`,
    ...chart.rows.map(({ name, bars }) => `${label(name)}${barsText(io, axis, bars, 'cyan')}`),
    ...(gaps.length > 0 ? [`${paint(io, 'red', label('nobody'))}${barsText(io, axis, gaps, 'red')}`] : []),
    ...(isNow ? [`${label('')}${mark} now`] : []),
  ];
}
