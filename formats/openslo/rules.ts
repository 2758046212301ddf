import type { Fault, Path } from '../yaml/config-error';
import { faultAt, type Source, valueAt } from '../yaml/source';
import { validate } from '../yaml/validate';
import { CLOUDWATCH, ExpressionSpec, MetricSpec } from './cloudwatch';

/**
 * What ties one field to another. It reads plain values, so that it speaks also where a shape is wrong elsewhere; a
 * value of the wrong shape is for the schema.
 */
export type Rule = (source: Source, path: Path) => readonly Fault[];

export const isThere = (source: Source, path: Path): boolean => valueAt(source.value, path) !== undefined;

/** The keys of `keys` that stand in the mapping at a path. */
export const present = (source: Source, path: Path, keys: readonly string[]): readonly string[] =>
  keys.filter((key) => isThere(source, [...path, key]));

const either = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(' or ');

/** Exactly one of the keys; the mapping itself must be there. */
export function exactlyOne(source: Source, path: Path, keys: readonly string[], what: string): readonly Fault[] {
  const found = present(source, path, keys);
  if (found.length === 0) return [faultAt(source, path, `${what} is missing: write ${either(keys)}`, 'key')];
  return found
    .slice(1)
    .map((key) => faultAt(source, [...path, key], `stands beside "${found[0]}": write only one of them`, 'key'));
}

/** A metric of CloudWatch is read here, so its `spec` is checked too; every other source's is its own. */
function sourceFaults(source: Source, path: Path): readonly Fault[] {
  const at = [...path, 'metricSource'];
  const spec = valueAt(source.value, [...at, 'spec']);
  if (valueAt(source.value, [...at, 'type']) !== CLOUDWATCH || typeof spec !== 'object' || spec === null) return [];
  const place = (inner: Path): Path => [...at, 'spec', ...inner];
  const schema = isThere(source, [...at, 'spec', 'expression']) ? ExpressionSpec : MetricSpec;
  const read = validate<unknown>(schema, source, spec, place);
  return read.ok ? [] : read.faults;
}

const METRICS = ['good', 'bad', 'total', 'raw'];

function ratioFaults(source: Source, path: Path): readonly Fault[] {
  const has = (key: string): boolean => isThere(source, [...path, key]);
  if (has('raw')) {
    const beside = present(source, path, ['good', 'bad', 'total']).map((key) =>
      faultAt(source, [...path, key], 'stands beside "raw", which is a ratio already: write only one of them', 'key'),
    );
    if (has('rawType')) return beside;
    const message = 'is missing: say what "raw" is a ratio of: "success" or "failure"';
    return [...beside, faultAt(source, [...path, 'rawType'], message)];
  }
  const type = has('rawType') ? [faultAt(source, [...path, 'rawType'], 'has no "raw" that it tells of', 'key')] : [];
  if (!has('total')) {
    const wanted = 'is missing: a ratio is "total" and "good" or "bad", or "raw" and "rawType"';
    return [faultAt(source, [...path, 'total'], wanted), ...type];
  }
  return [...exactlyOne(source, path, ['good', 'bad'], 'what is counted'), ...type];
}

/** The rules of an SLI, wherever its `spec` stands. */
export const sliFaults: Rule = (source, path) => {
  if (!isThere(source, path)) return [];
  const ratio = [...path, 'ratioMetric'];
  const threshold = [...path, 'thresholdMetric'];
  return [
    ...exactlyOne(source, path, ['thresholdMetric', 'ratioMetric'], 'a metric'),
    ...(isThere(source, ratio) ? ratioFaults(source, ratio) : []),
    ...METRICS.flatMap((key) => sourceFaults(source, [...ratio, key])),
    ...sourceFaults(source, threshold),
  ];
};
