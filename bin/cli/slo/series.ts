import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { commonestStep } from '../../../core/slo/rows';
import type { EpochMs } from '../../../core/time';
import { MINUTE_MS } from '../../../core/time';
import { type Sample, SeriesError, type SeriesKind, SeriesReader } from '../../../formats/series/csv';
import { type Io, Problem } from '../io';

/** Rows that are looked at to learn how long an interval is. */
const LOOK_AHEAD = 1_000;

/** A row and when it ends: after the series' interval, or where the next begins. */
export type Interval = { readonly sample: Sample; readonly endsAt: EpochMs };

async function* linesOf(io: Io, file: string): AsyncGenerator<string> {
  if (file === '-') {
    yield* new TextDecoder().decode(await io.stdin()).split(/\r?\n/);
    return;
  }
  const path = resolve(io.cwd, file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Problem(`${file}: there is no such file`);
  if (found.isDirectory()) throw new Problem(`${file}: is a folder, not a file`);
  yield* createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
}

async function* samplesOf(io: Io, file: string, reader: SeriesReader): AsyncGenerator<Sample> {
  try {
    for await (const line of linesOf(io, file)) {
      const sample = reader.read(line);
      if (sample) yield sample;
    }
  } catch (error) {
    throw error instanceof SeriesError ? new Problem(error.message) : error;
  }
}

const sampleTimes = (samples: readonly Sample[]): readonly EpochMs[] => samples.map(({ time }) => time);

/** Reads a series once, a row at a time; what is in memory does not grow with it. */
export async function* readSeries(io: Io, file: string, accept: (kind: SeriesKind) => void): AsyncGenerator<Interval> {
  const reader = new SeriesReader(file);
  let first: Sample[] | null = [];
  let step = MINUTE_MS;
  let before: Sample | null = null;
  const ended = (sample: Sample, next: Sample | null): Interval => ({
    sample,
    endsAt: Math.min(sample.time + step, next?.time ?? Number.POSITIVE_INFINITY),
  });
  function* follow(samples: readonly Sample[]): Generator<Interval> {
    for (const sample of samples) {
      if (before) yield ended(before, sample);
      before = sample;
    }
  }
  function* begin(samples: readonly Sample[]): Generator<Interval> {
    if (reader.kind) accept(reader.kind);
    step = commonestStep(sampleTimes(samples)) ?? step;
    yield* follow(samples);
  }
  for await (const sample of samplesOf(io, file, reader)) {
    if (!first) {
      yield* follow([sample]);
      continue;
    }
    first.push(sample);
    if (first.length < LOOK_AHEAD) continue;
    yield* begin(first);
    first = null;
  }
  if (first) yield* begin(first);
  if (before) yield ended(before, null);
}
