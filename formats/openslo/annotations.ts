import { parseRatio } from '../../core/slo/ratio';
import type { Fault } from '../yaml/config-error';
import { suggestion } from '../yaml/nearest';
import { faultAt, type Source, valueAt } from '../yaml/source';

/** What OpenSLO v1 cannot say stands in an SLO's annotations under this prefix. */
export const PREFIX = 'tocsin/';
export const MINIMUM_EVENTS = `${PREFIX}minimum-events`;
const KNOWN = [MINIMUM_EVENTS];

/** Our own annotations that are unknown or say nothing; those of others are theirs. */
export function annotationFaults(source: Source): readonly Fault[] {
  const annotations = valueAt(source.value, ['metadata', 'annotations']);
  if (typeof annotations !== 'object' || annotations === null) return [];
  return Object.entries(annotations).flatMap(([key, value]): readonly Fault[] => {
    const path = ['metadata', 'annotations', key];
    if (!key.startsWith(PREFIX)) return [];
    if (!KNOWN.includes(key)) return [faultAt(source, path, `unknown annotation: ${suggestion(key, KNOWN)}`, 'key')];
    const number = parseRatio(String(value));
    if (number !== null && number.num >= 0n) return [];
    return [faultAt(source, path, 'is not a number of events: write 0 (none is needed) or more, like "100"')];
  });
}
