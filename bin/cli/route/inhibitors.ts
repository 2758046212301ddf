import { type Alert, isFiring } from '../../../core/alert/alert';
import { inhibitedBy, inhibitionIndex } from '../../../core/inhibition/inhibition-index';
import { innerKeys, isOuter, outerKeys } from '../../../core/inhibition/within';
import type { EpochMs } from '../../../core/time';
import type { Configuration } from '../../../engine/configuration/configuration';

/** What inhibits an alert among those that are known: rules by their place in the file, from 0, and what AWS nests. */
export type Inhibitors = { readonly of: (alert: Alert, now: EpochMs) => readonly string[] };

/** Puts alerts beside each other: those of one call inhibit each other as if they had come in together. */
export function inhibitorsAmong(alerts: readonly Alert[], { inhibitRules }: Configuration): Inhibitors {
  const index = inhibitionIndex(inhibitRules, alerts);
  const outer = new Map<string, Alert[]>();
  for (const alert of alerts) {
    for (const key of outerKeys(alert)) outer.set(key, [...(outer.get(key) ?? []), alert]);
  }
  return {
    of: (alert, now) => {
      const nested = innerKeys(alert).flatMap((key) => {
        const found = outer.get(key) ?? [];
        if (!found.some((one) => isFiring(one, now) && isOuter(alert, one.fingerprint))) return [];
        return [key.startsWith('part-') ? 'alarm of the contributor' : 'composite alarm'];
      });
      return [...inhibitedBy(index, alert.labels, now).map(String), ...new Set(nested)];
    },
  };
}
