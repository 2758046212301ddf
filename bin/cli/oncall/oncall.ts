import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Chart, chartOf } from '../../../core/oncall/chart';
import { doubleShifts } from '../../../core/oncall/doubles';
import { fairness } from '../../../core/oncall/fairness';
import { wholeShifts } from '../../../core/oncall/on-call';
import type { Oncall } from '../../../core/oncall/oncall';
import type { Override } from '../../../core/oncall/override';
import type { Schedule } from '../../../core/oncall/schedule';
import type { Span } from '../../../core/oncall/turns';
import { DAY_MS, type EpochMs } from '../../../core/time';
import { zoneOf } from '../../../core/zone/zone';
import { overridesNow } from '../../../engine/override';
import { printCalendar } from '../../../formats/ical/calendar';
import { ofPerson, shiftEvents } from '../../../formats/ical/schedule';
import { chartPage } from '../../../formats/oncall/html';
import { chartSvg, spanText } from '../../../formats/oncall/svg';
import { suggestion } from '../../../formats/yaml/nearest';
import type { OncallOptions } from '../commands/oncall';
import { readConfiguration } from '../folder';
import { type Answer, type Io, Problem, paint, UsageError } from '../io';
import { type Operate, operate as operateLive } from '../live/operate';
import { parseTime } from '../time';
import { nowAnswer, shiftAnswer } from './answer';
import { printNow } from './now';
import { drawChart } from './picture';

const TWO_WEEKS_MS = 14 * DAY_MS;
const QUARTER_MS = 91 * DAY_MS;
/** A longer span than this is a slip. */
const MAX_SPAN_MS = 3_660 * DAY_MS;
const MOST_LINES = 10;
const ALONE = 'From the configuration alone: with --local or --aws the overrides of the running system count too.';

type Question = {
  readonly oncall: Oncall;
  readonly schedules: readonly Schedule[];
  readonly overrides: readonly Override[];
  readonly now: EpochMs;
};

/** @throws {Problem} where there is no such schedule */
function chosen({ schedules }: Oncall, name: string | undefined): readonly Schedule[] {
  const all = Object.values(schedules);
  if (all.length === 0) throw new Problem('there is no schedule: write one in oncall.yml');
  if (name === undefined) return all;
  const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
  if (schedule) return [schedule];
  throw new Problem(`there is no schedule ${JSON.stringify(name)}: ${suggestion(name, Object.keys(schedules))}`);
}

function spanOf({ from, to }: OncallOptions, now: EpochMs, otherwiseMs: number): Span {
  const start = from === undefined ? now : parseTime('--from', from, now);
  const end = to === undefined ? start + otherwiseMs : parseTime('--to', to, now);
  if (start >= end) throw new UsageError('--to: must be after --from');
  if (end - start > MAX_SPAN_MS) throw new UsageError('--to: more than ten years after --from');
  return { from: start, to: end };
}

/** `tocsin oncall`: now, at a time, or over a span. */
export async function oncall(
  io: Io,
  name: string | undefined,
  options: OncallOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const { at, from, to, person, fairness, ical, svg, html } = options;
  const pictures = [svg, html].filter((file) => file !== undefined);
  const wantsSpan = [from, to, person].some((one) => one !== undefined) || fairness || ical || pictures.length > 0;
  if (at !== undefined && wantsSpan) throw new UsageError('--at asks for one instant: leave the options of a span out');
  if (ical && (options.json || fairness))
    throw new UsageError('--ical prints a calendar: leave --json and --fairness out');
  const now = Date.now();
  const instant = at === undefined ? now : parseTime('--at', at, now);
  const read = readConfiguration(io, options.config).oncall;
  if (person !== undefined && !Object.hasOwn(read.people, person)) {
    throw new Problem(`there is no person ${JSON.stringify(person)}: ${suggestion(person, Object.keys(read.people))}`);
  }
  const schedules = chosen(read, name);
  const isLive = Boolean(options.local || options.aws);
  const overrides = isLive ? await operate(io, options, ({ ports }) => overridesNow(ports)) : [];
  const question = { oncall: read, schedules, overrides, now };
  if (!wantsSpan) {
    tellNow(io, question, instant, options);
  } else if (ical) {
    // The lines of a calendar end in a carriage return and a line feed of their own.
    io.out(calendarText(question, name, options).replace(/\n$/, ''));
  } else {
    tellSpan(io, question, spanOf(options, now, fairness ? QUARTER_MS : TWO_WEEKS_MS), options);
  }
  if (!options.json && !ical && !isLive) io.err(paint(io, 'dim', ALONE));
  return 'yes';
}

const nameIn =
  ({ people }: Oncall) =>
  (id: string): string =>
    people[id]?.name ?? id;

function tellNow(io: Io, { oncall, schedules, overrides }: Question, instant: EpochMs, { json }: OncallOptions): void {
  if (json) io.out(JSON.stringify(schedules.map((schedule) => nowAnswer(schedule, overrides, instant))));
  else for (const line of printNow(io, schedules, overrides, instant, nameIn(oncall))) io.out(line);
}

function calendarText(
  { oncall, schedules, overrides, now }: Question,
  name: string | undefined,
  options: OncallOptions,
): string {
  const { person } = options;
  const { from, to } = spanOf(options, now, QUARTER_MS);
  const nameOf = nameIn(oncall);
  const events = schedules.flatMap((schedule) => {
    const found = wholeShifts(schedule, overrides, from, to);
    return shiftEvents(schedule.name, person === undefined ? found : ofPerson(found, person), nameOf);
  });
  const title = [person === undefined ? null : nameOf(person), name ?? null].filter((part) => part !== null).join(', ');
  return printCalendar({ name: title === '' ? 'On call' : `On call: ${title}`, events, now });
}

/** The chart with the rows and shifts of one person. */
const only = (chart: Chart, person: string | undefined): Chart =>
  person === undefined
    ? chart
    : {
        ...chart,
        rows: chart.rows.filter((row) => row.person === person),
        gaps: [],
        shifts: ofPerson(chart.shifts, person),
      };

function tellSpan(io: Io, question: Question, span: Span, options: OncallOptions): void {
  const { oncall, schedules, overrides, now } = question;
  const { json, person, svg, html } = options;
  const charts = schedules.map((schedule) => only(chartOf(schedule, overrides, span, oncall.people), person));
  if (svg !== undefined) writeFile(io, svg, chartSvg(charts, now));
  if (html !== undefined) writeFile(io, html, chartPage(charts, now));
  if (options.fairness) tellFairness(io, question, charts, json ?? false);
  else if (json)
    io.out(JSON.stringify(charts.flatMap((chart) => chart.shifts.map((shift) => shiftAnswer(chart.schedule, shift)))));
  else if (svg === undefined && html === undefined) tellCharts(io, question, charts, person);
}

function tellCharts(io: Io, question: Question, charts: readonly Chart[], person: string | undefined): void {
  for (const [at, chart] of charts.entries()) {
    if (at > 0) io.out('');
    for (const line of drawChart(io, chart, io.columns, question.now)) io.out(line);
    tellSome(
      io,
      chart.gaps.map((gap) => `${paint(io, 'red', 'nobody')} is on call: ${spanText(zoneOf(chart.timezone), gap)}`),
    );
  }
  if (person === undefined) tellDoubles(io, question, charts);
}

function tellSome(io: Io, lines: readonly string[]): void {
  for (const line of lines.slice(0, MOST_LINES)) io.out(line);
  if (lines.length > MOST_LINES) io.out(`… and ${lines.length - MOST_LINES} more (--json has all)`);
}

function tellDoubles(io: Io, { oncall }: Question, charts: readonly Chart[]): void {
  const [first] = charts;
  const doubles = doubleShifts(Object.fromEntries(charts.map(({ schedule, shifts }) => [schedule, shifts])));
  if (!first || doubles.length === 0) return;
  const zone = zoneOf(first.timezone);
  io.out('');
  const lines = doubles.map(({ person, of, kind, ...span }) => {
    const how = kind === 'at once' ? 'at once' : 'one after the other';
    return `${paint(io, 'yellow', nameIn(oncall)(person))} has ${of.join(' and ')} ${how}: ${spanText(zone, span)} ${first.timezone}`;
  });
  tellSome(io, lines);
}

function tellFairness(io: Io, { oncall, schedules }: Question, charts: readonly Chart[], json: boolean): void {
  const people = [...new Set(schedules.flatMap(({ layers }) => layers.flatMap((layer) => layer.people)))];
  const shifts = charts.flatMap((chart) => chart.shifts);
  const all = [...new Set([...people, ...shifts.flatMap((shift) => shift.people)])];
  const loads = fairness(shifts, all, (person) => oncall.people[person]?.timezone ?? 'UTC');
  if (json) {
    io.out(JSON.stringify(loads));
    return;
  }
  const width = Math.max(...loads.map(({ person }) => nameIn(oncall)(person).length), 'person'.length);
  io.out(paint(io, 'bold', `${'person'.padEnd(width)}     hours    nights  weekends`));
  for (const { person, hours, nights, weekends } of loads) {
    const figures = [hours.toFixed(1), String(nights), String(weekends)].map((figure) => figure.padStart(10)).join('');
    io.out(`${nameIn(oncall)(person).padEnd(width)}${figures}`);
  }
}

function writeFile(io: Io, file: string, text: string): void {
  try {
    writeFileSync(resolve(io.cwd, file), text);
  } catch (error) {
    throw new Problem(`${file}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  io.err(`written: ${file}`);
}
