import type { Matcher } from '../../core/routing/matcher';
import type { Route } from '../../core/routing/route';
import { matchersText } from '../../core/routing/text';
import type { EpochMs } from '../../core/time';
import { type Fault, type Path, pathText } from '../../formats/yaml/config-error';
import { faultAt, type Source, valueAt } from '../../formats/yaml/source';
import type { Configuration } from './configuration';
import { contradicts, implies } from './imply';
import { type Finding, lintMuting } from './lint-muting';

function unreachable(route: Route, path: Path, known: readonly Matcher[]): readonly Finding[] {
  return route.routes.flatMap((child, at): readonly Finding[] => {
    const childPath = [...path, 'routes', at];
    const asked = [...known, ...child.matchers];
    const taker = route.routes
      .slice(0, at)
      .findIndex((sibling) => !sibling.continue && sibling.matchers.every((matcher) => implies(asked, matcher)));
    if (taker >= 0) {
      const sibling = route.routes[taker];
      const text = matchersText(sibling?.matchers ?? []);
      const message = `no alert comes here: ${pathText([...path, 'routes', taker])} ${text} takes all of them first; add "continue: true" there, or move this before it`;
      return [{ path: childPath, message }];
    }
    const impossible = asked.find((matcher, place) => contradicts(asked.slice(0, place), matcher));
    if (impossible) {
      const message = `no alert comes here: ${matchersText([impossible])} contradicts what it must match besides`;
      return [{ path: childPath, message }];
    }
    return unreachable(child, childPath, asked);
  });
}

function unused(source: Source, { route, oncall }: Configuration): readonly Finding[] {
  const used = new Set(oncall.lastResort === null ? [] : [oncall.lastResort]);
  const visit = (one: Route) => {
    used.add(one.receiver);
    one.routes.forEach(visit);
  };
  visit(route);
  const receivers = valueAt(source.value, ['receivers']);
  return (Array.isArray(receivers) ? receivers : []).flatMap((_, at): readonly Finding[] => {
    const path = ['receivers', at, 'name'];
    const name = valueAt(source.value, path);
    if (typeof name !== 'string' || used.has(name)) return [];
    return [{ path, message: `receiver ${JSON.stringify(name)} is never used: no route names it` }];
  });
}

const listAt = (source: Source, key: string): readonly unknown[] => {
  const list = valueAt(source.value, [key]);
  return Array.isArray(list) ? list : [];
};

/**
 * What is valid and hardly meant: routes that no alert can reach or that tell nobody, receivers and time intervals that
 * no route names, inhibition rules that inhibit nothing.
 */
export function lint(source: Source, configuration: Configuration, now: EpochMs): readonly Fault[] {
  const sections = {
    time_intervals: listAt(source, 'time_intervals'),
    mute_time_intervals: listAt(source, 'mute_time_intervals'),
  };
  const findings = [
    ...unreachable(configuration.route, ['route'], []),
    ...unused(source, configuration),
    ...lintMuting(sections, configuration, now),
  ];
  return findings.map(({ path, message }) => faultAt(source, path, message));
}
