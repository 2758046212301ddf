import type { Alert } from '../core/alert/alert';
import type { EpochMs } from '../core/time';
import { parseArn } from '../formats/cloudwatch/arn';
import { alertOf, firingShardOf, IN_DOUBT } from './keys';
import type { Home, Ports } from './ports';

/** More than one account can hold: 5,000 alarms is CloudWatch's own limit, before it is raised. */
const LIMIT = 100_000;

/** The columns by which a firing alarm of CloudWatch is found again. */
export const FIRING_ENTRY = ['shard', 'wakeAt'];

/**
 * What lists a firing alarm of CloudWatch among those of its account and region: the alert's own item, in a part of the
 * due index that nobody sweeps. It costs no call. Null for whatever CloudWatch cannot be asked about, or is over.
 */
export function firingEntry({ labels, annotations, endsAt, updatedAt }: Alert): Record<string, number> | null {
  const arn = labels.source === 'cloudwatch' ? parseArn(annotations.alarm_arn ?? '') : null;
  if (!arn || (endsAt !== null && endsAt <= updatedAt)) return null;
  return { shard: firingShardOf(arn.account, arn.region), wakeAt: endsAt === null ? updatedAt : IN_DOUBT };
}

/** Who fires as far as we know, by fingerprint; `since` is null for those that are in doubt. */
export async function firingAlarms(
  { store }: Pick<Ports, 'store'>,
  { account, region }: Home,
): Promise<ReadonlyMap<string, { readonly since: EpochMs | null }>> {
  const entries = await store.due(firingShardOf(account, region), Number.MAX_SAFE_INTEGER, LIMIT);
  return new Map(
    entries.flatMap(({ pk, wakeAt }) => {
      const fingerprint = alertOf(pk);
      return fingerprint === null ? [] : [[fingerprint, { since: wakeAt === IN_DOUBT ? null : wakeAt }] as const];
    }),
  );
}
