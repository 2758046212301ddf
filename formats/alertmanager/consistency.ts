import type { Path } from '../yaml/config-error';
import { suggestion } from '../yaml/nearest';
import { type RawRoute, walkRoutes } from './walk';

export type Inconsistency = { readonly path: Path; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (value: unknown): string | null =>
  isRecord(value) && typeof value.name === 'string' ? value.name : null;
const filled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

function duplicates(section: string, values: readonly unknown[], seen: Set<string>): readonly Inconsistency[] {
  return values.flatMap((value, at) => {
    const name = nameOf(value);
    if (name === null) return [];
    if (seen.has(name)) return [{ path: [section, at, 'name'], message: `${JSON.stringify(name)} is there twice` }];
    seen.add(name);
    return [];
  });
}

function rootFaults(root: Fields): readonly Inconsistency[] {
  const alert = 'the root route takes every alert';
  const refused = ['matchers', 'match', 'match_re', 'continue', 'mute_time_intervals', 'active_time_intervals'];
  const faults = refused
    .filter((key) => filled(root[key]))
    .map((key) => ({ path: ['route', key], message: `${alert}: move this to a child route` }));
  if (filled(root.receiver)) return faults;
  return [
    ...faults,
    { path: ['route'], message: 'has no receiver: the root route must name one, for all other alerts' },
  ];
}

function references(
  { node, path }: RawRoute,
  receivers: readonly string[],
  intervals: readonly string[],
): readonly Inconsistency[] {
  const faults: Inconsistency[] = [];
  const { receiver } = node;
  if (typeof receiver === 'string' && receiver !== '' && !receivers.includes(receiver)) {
    const message = `receiver ${JSON.stringify(receiver)} is not defined: ${suggestion(receiver, receivers)}`;
    faults.push({ path: [...path, 'receiver'], message });
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals']) {
    for (const [at, name] of listOf(node[key]).entries()) {
      if (typeof name !== 'string' || intervals.includes(name)) continue;
      const message = `time interval ${JSON.stringify(name)} is not defined: ${suggestion(name, intervals)}`;
      faults.push({ path: [...path, key, at], message });
    }
  }
  return faults;
}

/** `x` and `x_file` beside each other: which one counts? */
function pairs(fields: unknown, path: Path): readonly Inconsistency[] {
  if (!isRecord(fields)) return [];
  return Object.keys(fields)
    .filter((key) => filled(fields[key]) && filled(fields[`${key}_file`]))
    .map((key) => ({ path: [...path, key], message: `write ${key} or ${key}_file, not both` }));
}

/**
 * The rules that tie one part of an `alertmanager.yml` to another, as upstream checks them. It reads the raw value, so
 * that a wrong duration does not hide an undefined receiver.
 * @see https://github.com/prometheus/alertmanager/blob/main/config/config.go
 */
export function inconsistencies(file: unknown): readonly Inconsistency[] {
  if (!isRecord(file)) return [];
  const receivers = listOf(file.receivers);
  const names = receivers.flatMap((receiver) => nameOf(receiver) ?? []);
  const intervals = new Set<string>();
  const duplicateIntervals = [
    ...duplicates('mute_time_intervals', listOf(file.mute_time_intervals), intervals),
    ...duplicates('time_intervals', listOf(file.time_intervals), intervals),
  ];
  return [
    ...pairs(file.global, ['global']),
    ...(isRecord(file.route) ? rootFaults(file.route) : []),
    ...walkRoutes(file.route).flatMap((route) => references(route, names, [...intervals])),
    ...duplicates('receivers', receivers, new Set()),
    ...duplicateIntervals,
  ];
}
