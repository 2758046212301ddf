import {
  isWithin,
  mutedByTime,
  nextChange,
  nextMuteChange,
  type TimeInterval,
  type TimeIntervals,
} from '../../core/interval/time-interval';
import type { Matcher } from '../../core/routing/matcher';
import type { Route } from '../../core/routing/route';
import { matchersText } from '../../core/routing/text';
import type { EpochMs } from '../../core/time';
import type { Path } from '../../formats/yaml/config-error';
import type { Configuration } from './configuration';
import { contradicts, implies } from './imply';

export type Finding = { readonly path: Path; readonly message: string };

function alwaysMuted(route: Route, path: Path, intervals: TimeIntervals, now: EpochMs): readonly Finding[] {
  const below = route.routes.flatMap((child, at) => alwaysMuted(child, [...path, 'routes', at], intervals, now));
  const names = mutedByTime(route, intervals, now);
  if (names.length === 0 || nextMuteChange(route, intervals, now) !== null) return below;
  const isOutside = names.every((name) => route.activeTimeIntervals.includes(name));
  const message = `nobody is ever told by this route: ${names.join(', ')} ${isOutside ? 'never comes' : 'never ends'}`;
  return [{ path: [...path, isOutside ? 'active_time_intervals' : 'mute_time_intervals'], message }, ...below];
}

function namesIn(route: Route): readonly string[] {
  return [...route.muteTimeIntervals, ...route.activeTimeIntervals, ...route.routes.flatMap(namesIn)];
}

/** @param section the intervals of one section, as they are written */
function idle(
  section: string,
  written: readonly unknown[],
  { route, intervals }: Configuration,
  now: EpochMs,
): readonly Finding[] {
  const used = new Set(namesIn(route));
  return written.flatMap((_, at): readonly Finding[] => {
    const name = nameAt(written, at);
    const interval: TimeInterval | undefined = name === null ? undefined : intervals[name];
    if (name === null || !interval) return [];
    const path = [section, at, 'name'];
    if (!used.has(name))
      return [{ path, message: `time interval ${JSON.stringify(name)} is never used: no route names it` }];
    const comes = isWithin(interval, now) || nextChange(interval, now) !== null;
    return comes
      ? []
      : [{ path, message: `time interval ${JSON.stringify(name)} does not come in the next five years` }];
  });
}

function nameAt(list: readonly unknown[], at: number): string | null {
  const value = list[at];
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : null;
}

const impossible = (matchers: readonly Matcher[]): Matcher | undefined =>
  matchers.find((matcher, at) => contradicts(matchers.slice(0, at), matcher));
const within = (inner: readonly Matcher[], outer: readonly Matcher[]): boolean =>
  outer.every((matcher) => implies(inner, matcher));

function idleRules({ inhibitRules }: Configuration): readonly Finding[] {
  return inhibitRules.flatMap(({ sources, targets, id }, at): readonly Finding[] => {
    const path = ['inhibit_rules', at];
    const twin = inhibitRules.findIndex((other) => other.id === id);
    if (twin < at) return [{ path, message: `says what inhibit_rules[${twin}] says` }];
    for (const [side, matchers] of Object.entries({ source: sources, target: targets })) {
      const found = impossible(matchers);
      if (!found) continue;
      const message = `inhibits nothing: no ${side} can be ${matchersText([found])} and what it must match besides`;
      return [{ path, message }];
    }
    if (!within(sources, targets) || !within(targets, sources)) return [];
    const message =
      'inhibits nothing: whatever matches its targets matches its sources, and such alerts do not inhibit each other';
    return [{ path, message }];
  });
}

/**
 * What is valid about muting and hardly meant.
 * @param sections as they are written
 * @param now what lies before does not count: a year that is over does not come again
 */
export function lintMuting(
  sections: Readonly<Record<'time_intervals' | 'mute_time_intervals', readonly unknown[]>>,
  configuration: Configuration,
  now: EpochMs,
): readonly Finding[] {
  return [
    ...alwaysMuted(configuration.route, ['route'], configuration.intervals, now),
    ...Object.entries(sections).flatMap(([section, written]) => idle(section, written, configuration, now)),
    ...idleRules(configuration),
  ];
}
