import * as z from 'zod/mini';
import type { EpochMs } from '../core/time';
import { CONFIG } from './keys';
import type { Item, Key, Ports, Store } from './ports';

const versionKey: Key = { pk: CONFIG, sk: 'V' };
const partKey = (hash: string, part: number): Key => ({
  pk: CONFIG,
  sk: `P#${hash}#${String(part).padStart(3, '0')}`,
});

/** DynamoDB takes items of 400 KB. */
const PART_LENGTH = 300 * 1024;

const Version = z.object({ hash: z.string(), parts: z.number(), at: z.number() });
const Part = z.object({ text: z.string() });

export type Deployed = { readonly hash: string; readonly at: EpochMs; readonly packed: string };

/**
 * Keeps a configuration as the one that runs; that before it goes. Who reads meanwhile finds the one or the other.
 * @param packed its JSON, compressed, as ASCII
 */
export async function publishConfiguration(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  hash: string,
  packed: string,
): Promise<void> {
  const before = await store.get(versionKey);
  const parts = packed.match(new RegExp(`.{1,${PART_LENGTH}}`, 'gs')) ?? [];
  for (const [index, text] of parts.entries()) await store.put({ ...partKey(hash, index), text });
  const version: Item = { ...versionKey, hash, parts: parts.length, at: clock.now() };
  await store.transact([
    { type: 'put', item: version },
    ...keysBefore(before, hash).map((key) => ({ type: 'delete', key }) as const),
  ]);
}

function keysBefore(before: Item | null, hash: string): readonly Key[] {
  const known = Version.safeParse(before);
  if (!known.success || known.data.hash === hash) return [];
  return Array.from({ length: known.data.parts }, (_, part) => partKey(known.data.hash, part));
}

/** The configuration that runs, or null: none was kept yet. @throws when it is no longer whole; ask again */
export async function deployedConfiguration(store: Pick<Store, 'get'>): Promise<Deployed | null> {
  const item = await store.get(versionKey);
  if (!item) return null;
  const { hash, parts, at } = Version.parse(item);
  const texts = Array.from({ length: parts }, async (_, part) => Part.parse(await store.get(partKey(hash, part))).text);
  return { hash, at, packed: (await Promise.all(texts)).join('') };
}
