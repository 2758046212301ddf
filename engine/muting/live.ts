import * as z from 'zod/mini';
import type { Matcher } from '../../core/routing/matcher';
import type { Silence } from '../../core/silence/silence';
import { type SilenceIndex, silenceIndex } from '../../core/silence/silence-index';
import { LIVE, LIVE_FROM, LIVE_TO, liveVersionKey } from '../keys';
import type { Item, Store } from '../ports';

/** What people have said and may take back, as it stood at one version. */
export type Live = {
  readonly version: number;
  readonly items: readonly Item[];
  readonly silences: readonly Silence[];
  readonly index: SilenceIndex;
  /** Did a composite, or an alarm with contributors, ever fire? */
  readonly isAnyWithin: boolean;
};

const MatcherShape: z.ZodMiniType<Matcher> = z.object({
  name: z.string(),
  operator: z.enum(['=', '!=', '=~', '!~']),
  value: z.string(),
});
const SilenceItem = z.object({
  id: z.string(),
  kind: z.enum(['silence', 'maintenance']),
  matchers: z.array(MatcherShape),
  incident: z._default(z.nullable(z.string()), null),
  startsAt: z.number(),
  /** Absent: it has no end of its own. */
  endsAt: z._default(z.nullable(z.number()), null),
  recurrence: z._default(
    z.nullable(z.object({ cron: z.string(), timezone: z.string(), durationMs: z.number() })),
    null,
  ),
  createdBy: z.string(),
  comment: z.string(),
  /** When and from where it was made: a host, a chat. */
  createdAt: z.number(),
  source: z.string(),
  expiredBy: z.optional(z.string()),
  expiredAt: z.optional(z.number()),
});

/** A silence, and who did what to it. */
export type StoredSilence = Silence & {
  readonly createdAt: number;
  readonly source: string;
  readonly expiredBy: string | null;
  readonly expiredAt: number | null;
};

export function readSilence(item: Item): StoredSilence {
  const { expiredBy = null, expiredAt = null, ...silence } = SilenceItem.parse(item);
  return { ...silence, expiredBy, expiredAt };
}

const isSilence = ({ sk }: Item): boolean => sk.startsWith('SIL#');

export const silencesIn = (items: readonly Item[]): readonly StoredSilence[] =>
  items.filter(isSilence).map(readSilence);

const VersionItem = z.object({ version: z._default(z.number(), 0), isAnyWithin: z.optional(z.literal(true)) });

const NOTHING: Live = { version: 0, items: [], silences: [], index: silenceIndex([]), isAnyWithin: false };

/** What one process knows of all that is live: one look at the version, and the rest only when that has changed. */
export class LiveView {
  #known: Live = NOTHING;

  async read(store: Pick<Store, 'get' | 'query'>): Promise<Live> {
    const item = await store.get(liveVersionKey);
    if (!item) return NOTHING;
    const { version, isAnyWithin = false } = VersionItem.parse(item);
    if (version !== this.#known.version) this.#known = await readAll(store, version);
    return { ...this.#known, isAnyWithin };
  }
}

async function readAll(store: Pick<Store, 'query'>, version: number): Promise<Live> {
  const items = await store.query(LIVE, LIVE_FROM, LIVE_TO);
  const silences = silencesIn(items);
  return { version, items, silences, index: silenceIndex(silences), isAnyWithin: false };
}

/** To be called after whatever changed: who sees the version sees the change. */
export async function bumpLive(store: Pick<Store, 'update'>): Promise<void> {
  await store.update(liveVersionKey, { add: { version: 1 } });
}
