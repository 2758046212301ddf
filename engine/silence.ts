import { hash } from '../core/hash';
import type { Json } from '../core/json';
import type { Matcher } from '../core/routing/matcher';
import { isBroad } from '../core/silence/broad';
import { type Recurrence, recurrenceFault } from '../core/silence/recurrence';
import { isExpired, type Silence } from '../core/silence/silence';
import { DAY_MS, type EpochMs } from '../core/time';
import { LIVE, silenceKey } from './keys';
import { bumpLive, readSilence, type StoredSilence, silencesIn } from './muting/live';
import { lookAgain } from './muting/look-again';
import type { Item, Ports } from './ports';
import { KEEP_MS, ttlAt } from './stored';

type SilencePorts = Pick<Ports, 'store' | 'queue' | 'clock'>;

/** Somebody asks for something that must not be, or is not: told to him as it stands. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** What somebody asks for. */
export type SilenceRequest = {
  /** Doing it again with the same id does nothing more. */
  readonly commandId: string;
  readonly kind: Silence['kind'];
  readonly matchers: readonly Matcher[];
  readonly incident: string | null;
  /** Null: from now on. */
  readonly startsAt: EpochMs | null;
  /** Null: until its incident is resolved; with a recurrence: for good. */
  readonly endsAt: EpochMs | null;
  readonly recurrence: Recurrence | null;
  readonly createdBy: string;
  readonly comment: string;
  /** From where it was asked for: `cli`, `slack`. */
  readonly source: string;
  /** He was told that it keeps nearly everything quiet. */
  readonly isEverythingMeant: boolean;
};

const ID_DIGITS = 10;

/**
 * What a request comes to, if nothing speaks against it.
 * @throws {SilenceError} for times that cannot be, for what never ends, and for what silences everything unasked
 */
export function silenceOf(request: SilenceRequest, now: EpochMs): StoredSilence {
  const { commandId, isEverythingMeant, ...said } = request;
  const startsAt = Math.max(request.startsAt ?? now, now);
  const silence: StoredSilence = {
    ...said,
    id: hash(ID_DIGITS, commandId),
    startsAt,
    createdAt: now,
    expiredBy: null,
    expiredAt: null,
  };
  const fault = faultOf(silence, now) ?? (isBroad(silence) ? broadFault(silence, isEverythingMeant) : null);
  if (fault !== null) throw new SilenceError(fault);
  return silence;
}

function faultOf(
  { matchers, incident, startsAt, endsAt, recurrence, createdBy }: Silence,
  now: EpochMs,
): string | null {
  if (createdBy.trim() === '') return 'say who asks for it';
  if (matchers.length === 0 && incident === null) return 'say what is to be silent: a matcher or an incident';
  if (endsAt === null && incident === null && recurrence === null) {
    return 'say when it ends: only a silence for an incident ends by itself';
  }
  if (endsAt !== null && endsAt <= now) return 'its end is in the past';
  if (endsAt !== null && endsAt <= startsAt) return 'it would end before it starts';
  return recurrence === null ? null : recurrenceFault(recurrence);
}

function broadFault({ startsAt, endsAt }: Silence, isMeant: boolean): string | null {
  if (!isMeant) return 'it keeps nearly everything quiet: say so if you mean it';
  const isShort = endsAt !== null && endsAt - startsAt <= DAY_MS;
  return isShort ? null : 'it keeps nearly everything quiet: such a silence lasts a day at most';
}

/** What a null stands for is an absent attribute: conditions ask for presence. */
function itemOf(silence: StoredSilence): Item {
  const attributes = Object.fromEntries(Object.entries(silence).filter(([, value]) => value !== null));
  const ttl: Record<string, number> = silence.endsAt === null ? {} : { ttl: ttlAt(silence.endsAt + KEEP_MS) };
  return { ...silenceKey(silence.id), ...(attributes as Record<string, Json>), ...ttl };
}

/** What came of asking for a silence. */
export type AddedSilence = {
  readonly silence: StoredSilence;
  /** It was not there before. */
  readonly isNew: boolean;
  /** How many alerts that fire now it is for. */
  readonly concerned: number;
};

/**
 * Makes a silence. It holds from the next tick of each group on.
 * @throws {SilenceError} see {@link silenceOf}
 */
export async function addSilence(ports: SilencePorts, request: SilenceRequest): Promise<AddedSilence> {
  const { store, clock } = ports;
  const silence = silenceOf(request, clock.now());
  const written = await store.put(itemOf(silence), [[['id', 'absent']]]);
  await bumpLive(store);
  const known = written.ok || !written.existing ? silence : readSilence(written.existing);
  return { silence: known, isNew: written.ok, concerned: await lookAgain(ports, known) };
}

/** Puts a silence there as it is, in place of one with its id. */
export async function putSilence(ports: SilencePorts, silence: StoredSilence): Promise<void> {
  await ports.store.put(itemOf(silence));
  await bumpLive(ports.store);
  await lookAgain(ports, silence);
}

/** All that are known, those that are over included: the last made first. */
export async function listSilences({ store }: Pick<Ports, 'store'>): Promise<readonly StoredSilence[]> {
  const silences = silencesIn(await store.query(LIVE, 'SIL#', 'SIL#~'));
  return [...silences].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

/**
 * Ends a silence now. What it kept quiet is told at the next tick of its group.
 * @returns the silence, and whether it was over before; null: there is none
 */
export async function expireSilence(
  { store, clock }: SilencePorts,
  id: string,
  by: string,
): Promise<{ readonly silence: StoredSilence; readonly wasOver: boolean } | null> {
  const now = clock.now();
  const set = { endsAt: now, expiredAt: now, expiredBy: by, ttl: ttlAt(now + KEEP_MS) };
  const written = await store.update(silenceKey(id), { set }, [
    [
      ['id', 'present'],
      ['endsAt', 'absent'],
    ],
    [['endsAt', '>', now]],
  ]);
  // Also where it was over: whoever tried first may have died before this.
  if (written.ok || written.existing) await bumpLive(store);
  if (written.ok) return { silence: readSilence(written.item), wasOver: false };
  return written.existing ? { silence: readSilence(written.existing), wasOver: true } : null;
}

/** Over at this moment, holding, or still to come. */
export const stateOf = (silence: Silence, now: EpochMs): 'expired' | 'pending' | 'active' => {
  if (isExpired(silence, now)) return 'expired';
  return now < silence.startsAt ? 'pending' : 'active';
};
