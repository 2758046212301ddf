import * as z from 'zod/mini';
import { hash } from '../core/hash';
import type { Json } from '../core/json';
import { conflictOf, faultOf, type Override } from '../core/oncall/override';
import type { EpochMs } from '../core/time';
import { LIVE, liveVersionKey, overrideKey } from './keys';
import type { Clause, Item, Ports, Store } from './ports';
import { KEEP_MS, ttlAt } from './stored';

type OverridePorts = Pick<Ports, 'store' | 'clock'>;

/** Somebody asks for an override that must not be: told to them as it stands. */
export class OverrideError extends Error {
  override readonly name = 'OverrideError';
}

/** Others were writing all the time: to be asked for again. */
export class OverrideBusy extends Error {
  override readonly name = 'OverrideBusy';
}

/** What somebody asks for. */
export type OverrideRequest = Omit<Override, 'id' | 'from'> & {
  /** Doing it again with the same id does nothing more. */
  readonly commandId: string;
  /** Null: from now on. */
  readonly from: EpochMs | null;
  /** From where it was asked for: `cli`, `slack`. */
  readonly source: string;
};

/** An override, and who did what to it. */
export type StoredOverride = Override & {
  readonly createdAt: EpochMs;
  readonly source: string;
  readonly removedBy: string | null;
  /** It ended then, or never began; null: nobody took it back. */
  readonly removedAt: EpochMs | null;
};

const ID_DIGITS = 10;
/** Others may change what is live at the same time; each of these looks again. */
const ATTEMPTS = 5;

const OverrideItem = z.object({
  id: z.string(),
  schedule: z.string(),
  from: z.number(),
  to: z.number(),
  person: z.nullable(z.string()),
  replaces: z.nullable(z.string()),
  createdBy: z.string(),
  comment: z.string(),
  createdAt: z.number(),
  source: z.string(),
  removedBy: z._default(z.nullable(z.string()), null),
  removedAt: z._default(z.nullable(z.number()), null),
});

const readOverride = (item: Item): StoredOverride => OverrideItem.parse(item);

/** All that are known of what is live, those that are over included. */
export const storedOverridesIn = (items: readonly Item[]): readonly StoredOverride[] =>
  items.filter(({ sk }) => sk.startsWith('OVR#')).map(readOverride);

/** What schedules are to heed: what was taken back ended then, and what was taken back before it began is none. */
export const overridesIn = (items: readonly Item[]): readonly Override[] => inForce(storedOverridesIn(items));

const inForce = (all: readonly StoredOverride[]): readonly Override[] =>
  all.map((one) => ({ ...one, to: Math.min(one.to, one.removedAt ?? one.to) })).filter(({ from, to }) => from < to);

/** What a null stands for is an absent attribute where a condition asks for presence. */
function itemOf({ removedBy, removedAt, ...override }: StoredOverride): Item {
  const removed: Record<string, Json> = removedAt === null ? {} : { removedBy, removedAt };
  return { ...overrideKey(override.id), ...override, ...removed, ttl: ttlAt(override.to + KEEP_MS) };
}

async function versionOf(store: Pick<Store, 'get'>): Promise<number> {
  const item = await store.get(liveVersionKey);
  return typeof item?.version === 'number' ? item.version : 0;
}

const readAll = async (store: Pick<Store, 'query'>): Promise<readonly StoredOverride[]> =>
  storedOverridesIn(await store.query(LIVE, 'OVR#', 'OVR#~'));

/**
 * What a request comes to, if nothing speaks against it.
 * @throws {OverrideError} for what is no override, lies in the past, or concerns people whom another one does then
 */
export function overrideOf(request: OverrideRequest, existing: readonly Override[], now: EpochMs): StoredOverride {
  const { commandId, from, ...said } = request;
  const id = hash(ID_DIGITS, commandId);
  const override = { ...said, id, from: from ?? now, createdAt: now, removedBy: null, removedAt: null };
  const fault = faultOf(override);
  if (fault !== null) throw new OverrideError(fault);
  if (override.to <= now) throw new OverrideError('lies in the past');
  const conflict = conflictOf(override, existing);
  if (conflict) throw new OverrideError(conflictText(conflict));
  return override;
}

/** `conflicts with 3f2a… (dan for ada, 2026-01-05T09:00:00.000Z to …): remove that first` */
function conflictText({ id, person, replaces, from, to }: Override): string {
  const what = replaces === null ? `${person} in addition` : `${person ?? 'nobody'} for ${replaces}`;
  const when = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  return `conflicts with ${id} (${what}, ${when}): remove that first, or choose other times`;
}

/**
 * Makes an override. It counts from the next time on that somebody is asked who is on call.
 * @returns what is there now, and whether it was not there before
 * @throws {OverrideError} see {@link overrideOf}; {@link OverrideBusy} when others never let it through
 */
export async function addOverride(
  { store, clock }: OverridePorts,
  request: OverrideRequest,
): Promise<{ readonly override: StoredOverride; readonly isNew: boolean }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const version = await versionOf(store);
    const all = await readAll(store);
    const known = all.find(({ id }) => id === hash(ID_DIGITS, request.commandId));
    if (known) return { override: known, isNew: false };
    const override = overrideOf(request, inForce(all), clock.now());
    // What else is live may have changed as well; who sees the version sees the change.
    const unchanged: Clause = version === 0 ? ['version', 'absent'] : ['version', '=', version];
    const isDone = await store.transact([
      { type: 'put', item: itemOf(override), condition: [[['id', 'absent']]] },
      { type: 'update', key: liveVersionKey, update: { add: { version: 1 } }, condition: [[unchanged]] },
    ]);
    if (isDone) return { override, isNew: true };
  }
  throw new OverrideBusy('others are changing silences and overrides: try again');
}

/** All that are known, those that are over included: the latest first. */
export async function listOverrides({ store }: Pick<Ports, 'store'>): Promise<readonly StoredOverride[]> {
  const all = await readAll(store);
  return [...all].sort((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1));
}

/** Those that schedules are to heed. */
export const overridesNow = async ({ store }: Pick<Ports, 'store'>): Promise<readonly Override[]> =>
  inForce(await readAll(store));

/**
 * Takes an override back: it ends now, or never begins.
 * @returns the override, and whether it was over before; null: there is none
 */
export async function removeOverride(
  { store, clock }: OverridePorts,
  id: string,
  by: string,
): Promise<{ readonly override: StoredOverride; readonly wasOver: boolean } | null> {
  const now = clock.now();
  const written = await store.update(overrideKey(id), { set: { removedAt: now, removedBy: by } }, [
    [
      ['id', 'present'],
      ['removedAt', 'absent'],
      ['to', '>', now],
    ],
  ]);
  if (!written.ok && !written.existing) return null;
  // Also where it was over: whoever tried first may have died before this.
  await store.update(liveVersionKey, { add: { version: 1 } });
  if (written.ok) return { override: readOverride(written.item), wasOver: false };
  return written.existing ? { override: readOverride(written.existing), wasOver: true } : null;
}

/** Over at this moment, holding, or still to come. */
export function overrideState({ from, to, removedAt }: StoredOverride, now: EpochMs): 'over' | 'pending' | 'active' {
  if (removedAt !== null || to <= now) return 'over';
  return now < from ? 'pending' : 'active';
}
