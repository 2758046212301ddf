import type { Labels } from '../../core/alert/alert';
import { cut } from '../../core/notification/text';
import type { AlarmTransition } from './alarm';

/** CloudWatch allows 30 dimensions, 50 tags and 150 attributes: nothing real is left out. */
const MAX_LABELS = 256;
const MAX_NAME = 256;
const MAX_VALUE = 1_024;
/** Of all together: what is stored and sent must have room for it. */
const MAX_TOTAL = 64 * 1_024;

/**
 * `DBInstanceIdentifier` -> `db_instance_identifier`; other characters become `_`. Names that begin with `__` are
 * Prometheus's own, and `__proto__` is nobody's.
 */
export function snakeCase(name: string): string {
  const words = name
    .slice(0, MAX_NAME)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/([0-9])([A-Z][a-z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_{2,}/, '_');
  return /^\d/.test(words) ? `_${words}` : words;
}

/** The labels of an alarm; of two with one name the built-in counts, then the tag, the dimension, the attribute. */
export function labelsOf(alarm: AlarmTransition, severity: string): Labels {
  const builtIn = {
    alertname: alarm.name,
    severity,
    account: alarm.account,
    region: alarm.region,
    namespace: alarm.measure?.namespace ?? '',
    metric_name: alarm.measure?.metricName ?? '',
    contributor: alarm.contributor,
    source: 'cloudwatch',
  };
  const given = [...alarm.tags, ...(alarm.measure?.dimensions ?? []), ...alarm.attributes];
  const labels = new Map(Object.entries(builtIn).filter(([, value]) => value.trim() !== ''));
  let room = MAX_TOTAL;
  for (const [name, value] of given) {
    const label = snakeCase(name);
    const length = label.length + Math.min(value.length, MAX_VALUE);
    if (labels.has(label) || labels.size >= MAX_LABELS || length > room) continue;
    room -= length;
    labels.set(label, value);
  }
  return Object.fromEntries([...labels].map(([name, value]) => [name, cut(value, MAX_VALUE)]));
}
