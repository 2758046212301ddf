import { pairsOf, timesOf } from '../../../core/slo/burn-rate';
import { durationText } from '../../../core/slo/duration';
import { budgetOf, type Objective, windowLength } from '../../../core/slo/objective';
import { type Ratio, times, toNumber } from '../../../core/slo/ratio';
import { MINUTE_MS, SECOND_MS } from '../../../core/time';
import { printWall } from '../../../core/zone/zone';
import type { SloJsonOptions } from '../commands/slo';
import { type Answer, type Io, Problem, paint } from '../io';
import { readObjectives } from './objectives';

const per = (ratio: Ratio, unit: number): number => toNumber({ num: ratio.num, den: ratio.den * BigInt(unit) });
const seconds = (ms: Ratio | undefined): number | null => (ms ? per(ms, SECOND_MS) : null);

function explained(objective: Objective) {
  const { slo, objective: name, target, window, method } = objective;
  const budget = budgetOf(objective);
  const period = windowLength(objective);
  const ofTime = times(budget, { num: BigInt(period), den: 1n });
  return {
    slo,
    objective: name,
    target: toNumber(target),
    window: period / SECOND_MS,
    calendar: window.calendar && {
      duration: durationText(window.duration),
      start: printWall(window.calendar.start),
      time_zone: window.calendar.zone,
    },
    budgeting_method: method.type,
    /** A share of the events; of time slices, minutes. */
    error_budget: method.type === 'Occurrences' ? toNumber(budget) : per(ofTime, MINUTE_MS),
    alerting: pairsOf(objective).map((pair) => {
      const found = timesOf(objective, pair);
      return {
        severity: pair.severity,
        long_window: pair.longMs / SECOND_MS,
        short_window: pair.shortMs / SECOND_MS,
        burn_rate: toNumber(pair.burnRate),
        budget_spent: toNumber(pair.spent),
        detection_seconds: seconds(found?.detectionMs),
        reset_seconds: seconds(found?.resetMs),
        worst_detection_seconds: seconds(found?.worstDetectionMs),
        minimum_events: pair.minimumEvents && toNumber(pair.minimumEvents),
      };
    }),
  };
}

const short = (number: number): string => String(Number(number.toPrecision(4)));
const span = (time: number): string =>
  time < 120 ? `${short(time)} s` : time < 7_200 ? `${short(time / 60)} min` : `${short(time / 3_600)} h`;

function show(io: Io, { slo, objective, target, window, ...rest }: ReturnType<typeof explained>): void {
  const calendar = rest.calendar ? ` of the calendar (${rest.calendar.time_zone})` : '';
  const days = `${short(window / 86_400)} days${calendar}`;
  io.out(paint(io, 'bold', `${slo} · ${objective}: ${short(target * 100)} % over ${days}, ${rest.budgeting_method}`));
  const isOfEvents = rest.budgeting_method === 'Occurrences';
  const budget = isOfEvents
    ? `${short(rest.error_budget * 100)} % of the events`
    : `${short(rest.error_budget)} minutes`;
  io.out(`  The error budget is ${budget}.`);
  for (const pair of rest.alerting) {
    const when = `burns more than ${short(pair.burn_rate)} times as fast in ${span(pair.long_window)} and ${span(pair.short_window)}`;
    const spent = `${short(pair.budget_spent * 100)} % of the budget`;
    if (pair.worst_detection_seconds === null || pair.minimum_events === null) {
      io.out(`  ${pair.severity}: ${when}: can never fire, for not even an outage burns that fast`);
      continue;
    }
    io.out(`  ${pair.severity}: ${when} (${spent})`);
    io.out(
      `          an outage is noticed after ${span(pair.detection_seconds ?? 0)}, at most ${span(pair.worst_detection_seconds)}; needs ${short(pair.minimum_events)} events`,
    );
  }
}

/** `tocsin slo explain`: what objectives mean: budget, alerts, and how fast they are. */
export async function sloExplain(io: Io, files: readonly string[], { json }: SloJsonOptions): Promise<Answer> {
  let holds = true;
  for (const file of files) {
    try {
      const objectives = (await readObjectives(io, file)).map(explained);
      if (json) io.out(JSON.stringify(files.length > 1 ? { file, objectives } : { objectives }));
      else for (const objective of objectives) show(io, objective);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      holds = false;
      if (json) io.out(JSON.stringify({ file, error: error.message }));
      else io.err(`tocsin: ${error.message}`);
    }
  }
  return holds ? 'yes' : 'no';
}
