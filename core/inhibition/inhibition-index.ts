import { type Alert, isFiring, type Labels } from '../alert/alert';
import type { EpochMs } from '../time';
import { type InhibitRule, inhibits, sourcesOf, targetsOf } from './inhibit-rule';

type Inhibitor = { readonly alert: Pick<Alert, 'labels' | 'endsAt'>; readonly isTwoSided: boolean };

/** A whole set of alerts as the sources of rules. */
export type InhibitionIndex = {
  readonly rules: readonly InhibitRule[];
  readonly byKey: ReadonlyMap<string, readonly Inhibitor[]>;
};

/** Files every alert that can inhibit another. */
export function inhibitionIndex(
  rules: readonly InhibitRule[],
  alerts: readonly Pick<Alert, 'labels' | 'endsAt'>[],
): InhibitionIndex {
  const byKey = new Map<string, Inhibitor[]>();
  for (const alert of alerts) {
    for (const { key, isTwoSided } of sourcesOf(rules, alert.labels)) {
      const filed = byKey.get(key);
      if (filed) filed.push({ alert, isTwoSided });
      else byKey.set(key, [{ alert, isTwoSided }]);
    }
  }
  return { rules, byKey };
}

/** The rules by which an alert with these labels is inhibited at an instant, as positions in their list. */
export function inhibitedBy({ rules, byKey }: InhibitionIndex, labels: Labels, now: EpochMs): readonly number[] {
  const found: number[] = [];
  for (const target of targetsOf(rules, labels)) {
    const sources = byKey.get(target.key);
    if (sources?.some((source) => inhibits(source, target) && isFiring(source.alert, now))) found.push(target.rule);
  }
  return found;
}
