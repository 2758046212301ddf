import { lengthOf, parseDuration } from '../../core/slo/duration';
import type { Measure, Method, Objective, TimeWindow } from '../../core/slo/objective';
import { over, parseRatio, type Ratio, ratioOf } from '../../core/slo/ratio';
import { parseWall } from '../../core/zone/zone';
import { MINIMUM_EVENTS } from './annotations';
import type { Slo } from './document';
import type { OpenSloDocument } from './read';
import type { SliSpec } from './sli';
import type { SloSpec } from './slo';

type Entry = SloSpec['objectives'][number];

/** Durations that the schema has let through. */
function durationOf(text: string) {
  const duration = parseDuration(text);
  if (!duration) throw new RangeError(`${text} is no duration`);
  return duration;
}

const HUNDRED: Ratio = { num: 100n, den: 1n };
const targetOf = ({ target, targetPercent }: Entry): Ratio =>
  target === undefined ? over(ratioOf(targetPercent ?? 0), HUNDRED) : ratioOf(target);

function windowOf([window]: SloSpec['timeWindow']): TimeWindow {
  const { duration = '', calendar } = window ?? {};
  const start = calendar ? parseWall(calendar.startTime.replace(' ', 'T')) : null;
  return {
    duration: durationOf(duration),
    calendar: calendar && start !== null ? { start, zone: calendar.timeZone } : null,
  };
}

function methodOf(type: SloSpec['budgetingMethod'], { timeSliceTarget, timeSliceWindow = '' }: Entry): Method {
  if (type === 'Occurrences') return { type };
  const sliceMs = lengthOf(durationOf(timeSliceWindow));
  return type === 'Timeslices' ? { type, sliceMs, target: ratioOf(timeSliceTarget ?? 1) } : { type, sliceMs };
}

function measureOf(sli: SliSpec | undefined, { op, value }: Entry): Measure | null {
  if (sli?.ratioMetric?.raw) return { type: 'raw', of: sli.ratioMetric.rawType ?? 'success' };
  if (sli?.ratioMetric) return { type: 'counts' };
  // A comparison is there for a threshold only, also where its SLI was not given.
  return op === undefined || value === undefined ? null : { type: 'threshold', op, value };
}

function objectivesOfSlo(
  { metadata, spec }: Slo,
  sliNamed: (name: string) => SliSpec | undefined,
): readonly Objective[] {
  const minimum = metadata.annotations?.[MINIMUM_EVENTS];
  return spec.objectives.map((entry, at) => {
    const { indicator, indicatorRef } = entry.indicator || entry.indicatorRef ? entry : spec;
    const sli = indicator?.spec ?? (indicatorRef === undefined ? undefined : sliNamed(indicatorRef));
    return {
      slo: metadata.name,
      objective: entry.displayName ?? String(at + 1),
      target: targetOf(entry),
      window: windowOf(spec.timeWindow),
      method: methodOf(spec.budgetingMethod, entry),
      measure: measureOf(sli, entry),
      minimumEvents: minimum === undefined ? null : parseRatio(minimum),
    };
  });
}

/** The objectives of every SLO among documents that are right, in their order; a nameless one is called by its number. */
export function objectivesOf(documents: readonly OpenSloDocument[]): readonly Objective[] {
  const slis = documents.flatMap((one) => (one.kind === 'SLI' ? [one] : []));
  const sliNamed = (name: string) => slis.find((one) => one.name === name)?.sli.spec;
  return documents.flatMap((one) => (one.kind === 'SLO' ? objectivesOfSlo(one.slo, sliNamed) : []));
}
