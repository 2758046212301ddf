import { Temporal } from 'temporal-polyfill';
import { onCall, shifts } from '../core/oncall/on-call';
import type { Layer, Schedule, Weekday } from '../core/oncall/schedule';
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '../core/time';

/**
 * Who is on call: 1,000 schedules over a year, asked each hour and each minute of a day, against working it out anew for
 * each instant. `npx tsx bench/oncall.ts`; with `--json` for programs.
 */

const ZONES = ['America/New_York', 'Europe/Paris', 'Australia/Sydney', 'Asia/Kolkata', 'America/Santiago', 'UTC'];
const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const FROM = Date.parse('2026-01-01T00:00:00Z');
const YEAR_MS = 365 * DAY_MS;

/** A week each, nights of working days by another rotation, and a layer for weekends. */
function scheduleAt(index: number): Schedule {
  const handoff = Date.parse('2026-01-05T09:00:00Z') + (index % 48) * 30 * MINUTE_MS;
  const base = { every: 1, handoff };
  const layers: readonly Layer[] = [
    { ...base, name: 'week', rotation: 'weekly', people: ['a', 'b', 'c', 'd'], active: null },
    {
      ...base,
      name: 'nights',
      rotation: 'daily',
      people: ['e', 'f', 'g'],
      active: [{ days: WORKDAYS, fromMinute: 18 * 60, toMinute: 8 * 60 }],
    },
    {
      ...base,
      name: 'weekends',
      rotation: 'weekly',
      people: ['h', 'i'],
      active: [{ days: [6, 7], fromMinute: 0, toMinute: 1_440 }],
    },
  ];
  return { name: `s${index}`, timezone: ZONES[index % ZONES.length] ?? 'UTC', layers };
}

const schedulesOf = (count: number): readonly Schedule[] =>
  Array.from({ length: count }, (_, index) => scheduleAt(index));

/** What a first version does: every layer, from its handoff, by a calendar library, for one instant. */
function naive({ timezone, layers }: Schedule, instant: EpochMs): string | null {
  const now = Temporal.Instant.fromEpochMilliseconds(instant);
  const clock = now.toZonedDateTimeISO(timezone);
  for (const { rotation, every, handoff, people, active } of [...layers].reverse()) {
    const isActive =
      active === null ||
      [-1, 0].some((offset) => {
        const day = clock.toPlainDate().add({ days: offset });
        return active.some(({ days, fromMinute, toMinute }) => {
          if (!days.some((one) => one === day.dayOfWeek)) return false;
          const last = toMinute > fromMinute ? toMinute : toMinute + 1_440;
          const [from, to] = [fromMinute, last].map(
            (minutes) => day.toPlainDateTime().add({ minutes }).toZonedDateTime(timezone).epochMilliseconds,
          );
          return from !== undefined && to !== undefined && from <= instant && instant < to;
        });
      });
    if (!isActive) continue;
    const anchor = Temporal.PlainDateTime.from(new Date(handoff).toISOString().slice(0, -1));
    const days = every * (rotation === 'weekly' ? 7 : 1);
    const start = (turn: number) => anchor.add({ days: turn * days }).toZonedDateTime(timezone).epochMilliseconds;
    let turn = Math.floor((instant - start(0)) / (days * DAY_MS)) - 1;
    while (start(turn + 1) <= instant) turn += 1;
    return people[((turn % people.length) + people.length) % people.length] ?? null;
  }
  return null;
}

/** In CPU time: what else the machine does meanwhile does not count. */
function timed(work: () => number): { readonly ms: number; readonly count: number } {
  const start = process.cpuUsage();
  const count = work();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1_000, count };
}

/** Asks every schedule at every step of the range. @returns how many questions that were */
function ask(schedules: readonly Schedule[], rangeMs: number, stepMs: number): number {
  let found = 0;
  for (const schedule of schedules) {
    for (let at = FROM; at < FROM + rangeMs; at += stepMs) found += onCall(schedule, [], at).people.length;
  }
  return found;
}

const hourly = [250, 500, 1_000].map((count) => {
  // New schedules: nothing is known of them yet.
  const schedules = schedulesOf(count);
  const { ms, count: asked } = timed(() => ask(schedules, YEAR_MS, HOUR_MS));
  return { schedules: count, questions: asked, ms, nsEach: (ms * 1e6) / asked };
});
const minutes = timed(() => ask(schedulesOf(1_000).slice(0, 20), YEAR_MS, MINUTE_MS));
const listed = timed(() =>
  schedulesOf(1_000).reduce((sum, one) => sum + shifts(one, [], FROM, FROM + YEAR_MS).length, 0),
);

const SAMPLE = 2_000;
const sample = schedulesOf(10);
const naively = timed(() => {
  for (let index = 0; index < SAMPLE; index += 1) {
    const schedule = sample[index % sample.length];
    const at = FROM + Math.floor((index / SAMPLE) * YEAR_MS);
    if (!schedule) continue;
    const [expected, found] = [naive(schedule, at), onCall(schedule, [], at).people[0] ?? null];
    if (expected !== found)
      throw new Error(`${schedule.name} at ${new Date(at).toISOString()}: ${found}, not ${expected}`);
  }
  return SAMPLE;
});

const perMinute = (minutes.ms * 1e6) / minutes.count;
const naiveNs = (naively.ms * 1e6) / naively.count;
const result = {
  hourly,
  /** Cost of a question with four times the schedules, over that with a quarter: 1 is linear. */
  growth: (hourly[2]?.nsEach ?? 0) / (hourly[0]?.nsEach ?? 1),
  perMinute: { schedules: 20, questions: minutes.count, nsEach: perMinute },
  shifts: { schedules: 1_000, shifts: listed.count, ms: listed.ms },
  naive: { questions: naively.count, nsEach: naiveNs, times: naiveNs / perMinute },
};

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(result));
} else {
  for (const { schedules, questions, ms, nsEach } of hourly) {
    console.log(
      `${schedules} schedules, each hour of a year: ${questions} questions in ${(ms / 1_000).toFixed(2)} s, ${nsEach.toFixed(0)} ns each`,
    );
  }
  console.log(`growth of the cost of a question, 250 to 1,000 schedules: x ${result.growth.toFixed(2)} (1 is linear)`);
  console.log(`20 schedules, each minute of a year: ${minutes.count} questions, ${perMinute.toFixed(0)} ns each`);
  console.log(`1,000 schedules: all ${listed.count} shifts of a year in ${(listed.ms / 1_000).toFixed(2)} s`);
  const years = (1_000 * 365 * 1_440 * naiveNs) / 1e9 / 3_600;
  console.log(
    `worked out anew for each instant: ${(naiveNs / 1_000).toFixed(0)} us each over ${SAMPLE} samples, ${(naiveNs / perMinute).toFixed(0)} times as much; each minute of a year of 1,000 schedules would take ${years.toFixed(0)} hours (computed, not run)`,
  );
}
