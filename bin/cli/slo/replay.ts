import type { Objective } from '../../../core/slo/objective';
import { type Ratio, toNumber } from '../../../core/slo/ratio';
import { Replay, type Standing } from '../../../core/slo/replay';
import { rawCounts, thresholdCounts } from '../../../core/slo/rows';
import { type EpochMs, SECOND_MS } from '../../../core/time';
import { parseDuration } from '../../../formats/alertmanager/duration';
import type { Sample, SeriesKind } from '../../../formats/series/csv';
import type { SloReplayOptions } from '../commands/slo';
import { type Answer, type Io, Problem, paint, UsageError } from '../io';
import { parseTime } from '../time';
import { readObjectives } from './objectives';
import { readSeries } from './series';

const NEEDS = { counts: 'time,good,total or time,bad,total', value: 'time,value' } as const;

/** @throws {Problem} where the series is not what the objective's SLI measures */
function expect(objective: Objective, kind: SeriesKind, file: string): void {
  const { slo, measure } = objective;
  if (measure === null && kind === 'value') {
    throw new Problem(`${file}: the SLI of ${slo} was not given: put its document into the file of --slo`);
  }
  const wanted = measure === null || measure.type === 'counts' ? 'counts' : 'value';
  if (wanted !== kind) throw new Problem(`${file}: ${slo} measures something else: it needs ${NEEDS[wanted]}`);
}

function countsOf({ measure }: Objective, sample: Sample): { good: bigint; total: bigint } | null {
  if ('counts' in sample) return sample.counts;
  if (!sample.value) return null;
  if (measure?.type === 'threshold') return thresholdCounts(sample.value.number, measure.op, measure.value);
  return rawCounts(sample.value.exact, measure?.type === 'raw' ? measure.of : 'success');
}

type Played = { readonly objective: Objective; readonly standing: Standing };

async function play(io: Io, { slo, series, ...options }: SloReplayOptions): Promise<readonly Played[]> {
  const until = options.at === undefined ? null : parseTime('--at', options.at, Date.now());
  const cadenceMs = options.interval === undefined ? null : parseDuration(options.interval);
  if (cadenceMs === 0 || (cadenceMs === null && options.interval !== undefined)) {
    throw new UsageError(`--interval: ${JSON.stringify(options.interval)} is not a duration: write one like "5m"`);
  }
  if (slo === '-' && series === '-') throw new UsageError('only one of --slo and --series can be the standard input');
  const objectives = await readObjectives(io, slo);
  const replays = objectives.map((objective) => new Replay(objective, { until, cadenceMs }));
  const accept = (kind: SeriesKind) => {
    for (const objective of objectives) expect(objective, kind, series);
  };
  let end: EpochMs | null = null;
  for await (const { sample, endsAt } of readSeries(io, series, accept)) {
    if (until !== null && sample.time >= until) continue;
    end = endsAt;
    for (const [at, objective] of objectives.entries()) {
      const counts = countsIn(series, objective, sample);
      if (counts) replays[at]?.add({ time: sample.time, endsAt, ...counts });
    }
  }
  const at = until ?? end;
  if (at === null) throw new Problem(`${series}: holds no row: write at least one below the names of the columns`);
  return objectives.flatMap((objective, index): readonly Played[] => {
    const replay = replays[index];
    return replay ? [{ objective, standing: replay.standing(at) }] : [];
  });
}

function countsIn(file: string, objective: Objective, sample: Sample): { good: bigint; total: bigint } | null {
  try {
    return countsOf(objective, sample);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const hint = 'a raw ratio is a share';
    throw new Problem(`${file}: ${new Date(sample.time).toISOString()}: value: ${error.message}: ${hint}`);
  }
}

const number = (ratio: Ratio | null | undefined): number | null => (ratio ? toNumber(ratio) : null);
const iso = (time: EpochMs): string => new Date(time).toISOString();

function printed({ objective: { slo, objective }, standing }: Played) {
  const { sli, budget, burnRates, noDataMs, slices, exhaustedAt, alerts } = standing;
  return {
    slo,
    objective,
    sli: number(sli),
    error_budget: {
      total: number(budget?.total),
      consumed: number(budget?.consumed),
      remaining: number(budget?.remaining),
      consumed_ratio: number(budget?.consumedRatio),
    },
    burn_rates: Object.fromEntries(burnRates.map(({ name, rate }) => [name, number(rate)])),
    no_data_seconds: noDataMs / SECOND_MS,
    slices: slices && { good: toNumber(slices.good), total: toNumber(slices.total) },
    exhausted_at: exhaustedAt === null ? null : iso(exhaustedAt),
    alerts: alerts.map(({ at, severity, state }) => ({ at: iso(at), severity, state })),
  };
}

const percent = (share: number | null): string =>
  share === null ? 'unknown' : `${Number((share * 100).toPrecision(6))} %`;

function show(io: Io, { slo, objective, sli, ...rest }: ReturnType<typeof printed>, target: number): void {
  const isMet = sli === null ? null : sli >= target;
  const colour = isMet === null ? 'yellow' : isMet ? 'green' : 'red';
  const { total, consumed, consumed_ratio: spent } = rest.error_budget;
  io.out(paint(io, 'bold', `${slo} · ${objective}`));
  io.out(`  SLI     ${paint(io, colour, percent(sli))}, objective ${percent(target)}`);
  const units = rest.slices ? 'slices' : 'events';
  io.out(
    spent === null
      ? '  budget  unknown: no data'
      : `  budget  ${percent(spent)} spent: ${Number(consumed?.toPrecision(6))} of ${Number(total?.toPrecision(6))} ${units}`,
  );
  const burns = Object.entries(rest.burn_rates).map(([name, rate]) => `${name} ${rate?.toPrecision(3) ?? '–'}`);
  io.out(`  burn    ${burns.join(', ')}`);
  if (rest.no_data_seconds > 0) io.out(`  no data for ${Number((rest.no_data_seconds / 3_600).toPrecision(4))} h`);
  if (rest.exhausted_at) io.out(paint(io, 'red', `  the budget is used up since ${rest.exhausted_at}`));
  if (rest.alerts.length === 0) io.out('  no alert');
  for (const { at, severity, state } of rest.alerts) {
    io.out(`  ${at}  ${severity} ${paint(io, state === 'firing' ? 'red' : 'green', state)}`);
  }
}

/** `tocsin slo replay`: what objectives would have said about a series. */
export async function sloReplay(io: Io, options: SloReplayOptions): Promise<Answer> {
  const played = await play(io, options);
  if (options.json) io.out(JSON.stringify({ objectives: played.map(printed) }));
  else for (const one of played) show(io, printed(one), toNumber(one.objective.target));
  return 'yes';
}
