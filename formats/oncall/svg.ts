import type { Bar, Chart } from '../../core/oncall/chart';
import type { Span } from '../../core/oncall/turns';
import { DAY_MS, type EpochMs } from '../../core/time';
import { midnight, shown } from '../../core/zone/show';
import { type Zone, zoneOf } from '../../core/zone/zone';
import { markup } from './markup';

const WIDTH = 960;
const LABELS = 150;
const ROW = 26;
const BAR = 18;
const HEAD = 52;
const GAP = 22;
/** Lines of the axis come no closer than this. */
const MARK = 56;
const STEPS_DAYS = [1, 2, 7, 14, 28, 91, 182, 364];

/** Told apart by people who see no red or green too; text never stands on them. */
const COLOURS = ['#4477aa', '#ccbb44', '#228833', '#aa3377', '#66ccee', '#ee7733', '#8877dd', '#999933'];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
  .title { font-weight: 600; font-size: 15px; }
  .dim { fill: #59636e; font-size: 12px; }
  .axis { stroke: #d1d9e0; }
  .gap { fill: #d1242f; }
  .gap-label { fill: #b3131f; font-weight: 600; }
  .changed { stroke: #1b1f24; stroke-width: 2; stroke-dasharray: 4 2; }
  .now { stroke: #1b1f24; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .dim { fill: #9198a1; }
    .axis { stroke: #3d444d; }
    .gap-label { fill: #ff7b72; }
    .changed, .now { stroke: #e6edf3; }
  }`;

const pixels = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

type Place = { readonly chart: Chart; readonly zone: Zone; readonly top: number };

const x = ({ chart }: Place, instant: EpochMs): number =>
  LABELS + ((instant - chart.from) / (chart.to - chart.from)) * (WIDTH - LABELS);

/** `Mon 2026-01-05 09:00 to Mon 2026-01-12 09:00` */
export const spanText = (zone: Zone, { from, to }: Span): string => `${shown(zone, from)} to ${shown(zone, to)}`;

function rect(place: Place, bar: Span, y: number, attributes: string, title: string): string {
  const left = x(place, bar.from);
  const width = Math.max(x(place, bar.to) - left, 1);
  return `<rect x="${pixels(left)}" y="${y}" width="${pixels(width)}" height="${BAR}" rx="3" ${attributes}><title>${markup(title)}</title></rect>`;
}

function barTitle(zone: Zone, name: string, bar: Bar): string {
  const because = [
    bar.layer === null ? '' : `layer ${bar.layer}`,
    bar.override === null ? '' : `override ${bar.override}`,
  ];
  return [`${name}: ${spanText(zone, bar)}`, ...because.filter(Boolean)].join('; ');
}

function axis(place: Place, bottom: number): readonly string[] {
  const { chart, zone, top } = place;
  const dayPixels = ((WIDTH - LABELS) / (chart.to - chart.from)) * DAY_MS;
  const step = STEPS_DAYS.find((days) => days * dayPixels >= MARK) ?? 364;
  const lines: string[] = [];
  for (let day = midnight(zone.wallAt(chart.from)); zone.instantAt(day) <= chart.to; day += DAY_MS) {
    const at = zone.instantAt(day);
    // 1970-01-05 was a Monday.
    if (at < chart.from || Math.round(day / DAY_MS - 4) % step !== 0) continue;
    const left = pixels(x(place, at));
    const label = step < 7 ? shown(zone, at).slice(0, 3) : '';
    lines.push(
      `<line class="axis" x1="${left}" x2="${left}" y1="${top + HEAD - 10}" y2="${bottom}"/>`,
      ...(x(place, at) + MARK > WIDTH + 8
        ? []
        : [
            `<text class="dim" x="${pixels(x(place, at) + 3)}" y="${top + HEAD - 4}">${label} ${new Date(day).toISOString().slice(5, 10)}</text>`,
          ]),
    );
  }
  return lines;
}

function drawn(
  place: Place,
  now: EpochMs | null,
  colourOf: (person: string) => string,
): { readonly height: number; readonly parts: readonly string[] } {
  const { chart, zone, top } = place;
  const rows = chart.rows.length + (chart.gaps.length > 0 ? 1 : 0);
  const bottom = top + HEAD + rows * ROW;
  const label = (text: string, row: number, css = ''): string =>
    `<text${css} x="0" y="${top + HEAD + row * ROW + 17}">${markup(text.length > 20 ? `${text.slice(0, 19)}…` : text)}</text>`;
  const bars = chart.rows.flatMap(({ person, name, bars }, row) => [
    label(name, row),
    ...bars.map((bar) => {
      const css = bar.override === null ? '' : ' class="changed"';
      return rect(
        place,
        bar,
        top + HEAD + row * ROW + 4,
        `fill="${colourOf(person)}"${css}`,
        barTitle(zone, name, bar),
      );
    }),
  ]);
  const gaps = chart.gaps.map((gap) =>
    rect(
      place,
      gap,
      top + HEAD + chart.rows.length * ROW + 4,
      'class="gap"',
      `nobody is on call: ${spanText(zone, gap)}`,
    ),
  );
  const isNow = now !== null && chart.from <= now && now < chart.to;
  const nowAt = isNow ? pixels(x(place, now)) : '';
  return {
    height: bottom - top,
    parts: [
      `<text class="title" x="0" y="${top + 16}">${markup(chart.schedule)}</text>`,
      `<text class="dim" x="${LABELS}" y="${top + 16}">${markup(`${spanText(zone, chart)}, ${chart.timezone}`)}</text>`,
      ...axis(place, bottom),
      ...bars,
      ...(chart.gaps.length > 0 ? [label('nobody', chart.rows.length, ' class="gap-label"'), ...gaps] : []),
      ...(isNow
        ? [
            `<line class="now" x1="${nowAt}" x2="${nowAt}" y1="${top + HEAD - 2}" y2="${bottom}"><title>now</title></line>`,
          ]
        : []),
    ],
  };
}

/** What the picture says, for who hears it. */
function description(charts: readonly Chart[]): string {
  return charts
    .map(({ schedule, rows, gaps }) => {
      const people = rows.map(({ name, bars }) => `${name} ${bars.length} times`).join(', ') || 'nobody';
      return `${schedule}: ${people}${gaps.length > 0 ? `, nobody ${gaps.length} times` : ''}.`;
    })
    .join(' ');
}

/**
 * Draws schedules over a span as an SVG picture that follows the reader's light or dark colours: a row of bars for each
 * person, overrides dashed, gaps in red.
 * @param now where a line is drawn; null: nowhere
 */
export function chartSvg(charts: readonly Chart[], now: EpochMs | null): string {
  const people = [...new Set(charts.flatMap(({ rows }) => rows.map(({ person }) => person)))];
  const colourOf = (person: string): string => COLOURS[people.indexOf(person) % COLOURS.length] ?? '#4477aa';
  let top = 0;
  const parts = charts.flatMap((chart) => {
    const picture = drawn({ chart, zone: zoneOf(chart.timezone), top }, now, colourOf);
    top += picture.height + GAP;
    return picture.parts;
  });
  const height = Math.max(top - GAP, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>Who is on call</title>',
    `<desc>${markup(description(charts))}</desc>`,
    `<style>${STYLE}</style>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
