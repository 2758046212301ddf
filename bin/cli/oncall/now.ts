import { onCall } from '../../../core/oncall/on-call';
import type { Override } from '../../../core/oncall/override';
import type { Schedule } from '../../../core/oncall/schedule';
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '../../../core/time';
import { shown } from '../../../core/zone/show';
import { zoneOf } from '../../../core/zone/zone';
import { type Io, paint } from '../io';

/** How people are called. */
export type NameOf = (person: string) => string;

/** `6d 19h`, `2h 5m`, `4m`: two units, enough to plan by. */
export function roughly(ms: number): string {
  const [days, hours, minutes] = [ms / DAY_MS, (ms % DAY_MS) / HOUR_MS, (ms % HOUR_MS) / MINUTE_MS].map(Math.floor);
  if (days) return `${days}d${hours ? ` ${hours}h` : ''}`;
  if (hours) return `${hours}h${minutes ? ` ${minutes}m` : ''}`;
  return `${minutes}m`;
}

const names = (io: Io, people: readonly string[], nameOf: NameOf): string =>
  people.length === 0 ? paint(io, 'red', 'nobody') : paint(io, 'bold', people.map(nameOf).join(', '));

/** A line for each schedule: who, until when, and who comes after. */
export function printNow(
  io: Io,
  schedules: readonly Schedule[],
  overrides: readonly Override[],
  instant: EpochMs,
  nameOf: NameOf,
): readonly string[] {
  const width = Math.max(...schedules.map(({ name }) => name.length));
  return schedules.flatMap((schedule) => {
    const { people, layer, override, until } = onCall(schedule, overrides, instant);
    const zone = zoneOf(schedule.timezone);
    const why = [layer, override === null ? null : `override ${override}`].filter((part) => part !== null);
    const because = why.length > 0 ? paint(io, 'dim', ` (${why.join(', ')})`) : '';
    const first = `${schedule.name.padEnd(width)}  ${names(io, people, nameOf)}${because}`;
    if (until === null) return [first];
    const next = onCall(schedule, overrides, until).people;
    const then = `until ${shown(zone, until)} ${schedule.timezone} (${roughly(until - instant)}), then ${next.length === 0 ? 'nobody' : next.map(nameOf).join(', ')}`;
    return [first, `${' '.repeat(width)}  ${then}`];
  });
}
