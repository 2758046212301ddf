import type { Fault, Path } from '../yaml/config-error';
import { faultAt, type Source, valueAt } from '../yaml/source';
import { annotationFaults } from './annotations';
import { exactlyOne, isThere, present, sliFaults } from './rules';

const INDICATOR = ['indicator', 'indicatorRef'];

/** What an SLI measures, where it is known; the name of a document that was given counts as known. */
export type KindOfSli = (name: string) => 'ratio' | 'threshold' | null;

const listAt = (source: Source, path: Path): readonly unknown[] => {
  const found = valueAt(source.value, path);
  return Array.isArray(found) ? found : [];
};

function indicatorFaults(source: Source): readonly Fault[] {
  const spec: Path = ['spec'];
  const objectives = listAt(source, ['spec', 'objectives']).map((_, at): Path => ['spec', 'objectives', at]);
  const inner = [spec, ...objectives].flatMap((path) => sliFaults(source, [...path, 'indicator', 'spec']));
  const isComposite = objectives.some((path) => present(source, path, INDICATOR).length > 0);
  if (!isComposite) return [...exactlyOne(source, spec, INDICATOR, 'what is measured'), ...inner];
  const both = present(source, spec, INDICATOR).map((key) =>
    faultAt(source, ['spec', key], 'stands here and in objectives: write it in one of the two places', 'key'),
  );
  const missing = objectives.flatMap((path) => exactlyOne(source, path, INDICATOR, 'what is measured'));
  return [...both, ...missing, ...inner];
}

function windowFaults(source: Source): readonly Fault[] {
  return listAt(source, ['spec', 'timeWindow']).flatMap((_, at): readonly Fault[] => {
    const path: Path = ['spec', 'timeWindow', at];
    const isRolling = valueAt(source.value, [...path, 'isRolling']) === true;
    const hasCalendar = isThere(source, [...path, 'calendar']);
    if (isRolling && hasCalendar) {
      return [faultAt(source, [...path, 'calendar'], 'is not for a rolling window: write "isRolling: false"', 'key')];
    }
    if (isRolling || hasCalendar) return [];
    const message = 'is missing: write "isRolling: true", or "calendar:" with startTime and timeZone';
    return [faultAt(source, [...path, isThere(source, [...path, 'isRolling']) ? 'calendar' : 'isRolling'], message)];
  });
}

function sliceFaults(source: Source, path: Path): readonly Fault[] {
  const method = valueAt(source.value, ['spec', 'budgetingMethod']);
  const needed = { Timeslices: ['timeSliceTarget', 'timeSliceWindow'], RatioTimeslices: ['timeSliceWindow'] };
  const keys = method === 'Timeslices' || method === 'RatioTimeslices' ? needed[method] : [];
  const example: Readonly<Record<string, string>> = { timeSliceTarget: '0.95', timeSliceWindow: '5m' };
  return keys
    .filter((key) => !isThere(source, [...path, key]))
    .map((key) =>
      faultAt(source, [...path, key], `is missing: ${String(method)} needs it, like "${key}: ${example[key]}"`),
    );
}

function measured(source: Source, path: Path, kindOf: KindOfSli): 'ratio' | 'threshold' | null {
  const at = present(source, path, INDICATOR).length > 0 ? path : ['spec'];
  const spec = [...at, 'indicator', 'spec'];
  if (isThere(source, [...spec, 'ratioMetric'])) return 'ratio';
  if (isThere(source, [...spec, 'thresholdMetric'])) return 'threshold';
  const name = valueAt(source.value, [...at, 'indicatorRef']);
  return typeof name === 'string' ? kindOf(name) : null;
}

function comparisonFaults(source: Source, path: Path, kindOf: KindOfSli): readonly Fault[] {
  const kind = measured(source, path, kindOf);
  const keys = ['op', 'value'];
  if (kind === 'ratio') {
    const message = 'has no meaning for a ratio, which "target" is compared with: leave it out';
    return present(source, path, keys).map((key) => faultAt(source, [...path, key], message, 'key'));
  }
  if (kind === null) return [];
  const example: Readonly<Record<string, string>> = { op: 'lte', value: '2' };
  return keys
    .filter((key) => !isThere(source, [...path, key]))
    .map((key) => faultAt(source, [...path, key], `is missing: a threshold needs it, like "${key}: ${example[key]}"`));
}

/** The rules of a document of kind SLO. */
export function sloFaults(source: Source, kindOf: KindOfSli): readonly Fault[] {
  if (!isThere(source, ['spec'])) return [];
  const objectives = listAt(source, ['spec', 'objectives']).flatMap((_, at): readonly Fault[] => {
    const path: Path = ['spec', 'objectives', at];
    return [
      ...exactlyOne(source, path, ['target', 'targetPercent'], 'the target'),
      ...sliceFaults(source, path),
      ...comparisonFaults(source, path, kindOf),
    ];
  });
  return [...indicatorFaults(source), ...windowFaults(source), ...objectives, ...annotationFaults(source)];
}
