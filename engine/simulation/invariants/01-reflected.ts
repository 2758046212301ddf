import type { Item } from '../../ports';
import type { Invariant } from './invariant';

/** 1 and 2: every alert is what the last transition of its source says, whatever came when and how often. */
export const reflected: Invariant = ({ history: { reports }, items }) => {
  const stored = new Map(items.filter(({ sk }) => sk === 'A').map((item) => [nameOf(item), item]));
  const alarms = new Set(reports.flatMap(({ alarm }) => alarm ?? []));
  return [...alarms].flatMap((alarm) => {
    const changes = reports.filter((report) => report.alarm === alarm);
    const lastAt = Math.max(...changes.map(({ changedAt }) => changedAt));
    const fires = changes.some(({ changedAt, firing }) => changedAt === lastAt && firing);
    const item = stored.get(alarm);
    if (!item) return [{ invariant: 1, what: `${alarm} was accepted and is not known` }];
    const isStoredFiring = item.endsAt === null;
    return isStoredFiring === fires ? [] : [{ invariant: 2, what: `${alarm} should ${fires ? 'fire' : 'be over'}` }];
  });
};

const nameOf = ({ labels }: Item): string => String((labels as Record<string, unknown> | undefined)?.alertname);
