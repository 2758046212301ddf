import type { Conversation, Group } from '../core/incident/group';
import type { Told } from '../core/incident/told';
import type { Configuration } from './configuration/configuration';
import { mutedKey, slotOf } from './keys';
import type { Item } from './ports';
import {
  conversationOf,
  type HeaderItem,
  headerOf,
  readHeader,
  readMember,
  readSlot,
  readTold,
  type SlotItem,
} from './stored';

/** A group as the table has it, and as the core decides on it. */
export type Loaded = {
  readonly item: HeaderItem;
  readonly group: Group;
  /** By integration key. */
  readonly slots: ReadonlyMap<string, SlotItem>;
  /** What was muted when it was last written down. */
  readonly muted: Item | null;
  /** Sort keys of all told-items, to find those that nothing speaks of any more. */
  readonly toldNames: readonly string[];
};

/**
 * Makes a group of the items of its partition.
 * @returns null where no alert ever came
 */
export function loadGroup(items: readonly Item[], configuration: Configuration, id: string): Loaded | null {
  const headerItem = items.find(({ sk }) => sk === 'H');
  if (!headerItem) return null;
  const item = readHeader(headerItem);
  const told = new Map<string, Told>();
  for (const one of items) if (one.sk.startsWith('L#')) told.set(one.sk, readTold(one));
  const slots = new Map<string, SlotItem>();
  for (const one of items) {
    const slot = slotOf(one.sk);
    if (slot !== null) slots.set(slot, readSlot(one));
  }
  const conversations: Record<string, Conversation> = {};
  for (const [name, slot] of slots) conversations[name] = conversationOf(slot, told);
  const group: Group = {
    id,
    groupKey: item.groupKey,
    groupLabels: item.groupLabels,
    receiver: item.receiver,
    integrations: configuration.receivers[item.receiver]?.integrations ?? [],
    paged: [],
    duty: null,
    lastResort: [],
    flapWindowMs: 0,
    isStrict: configuration.isStrict,
    mutes: new Map(),
    timing: item.timing,
    header: headerOf(item),
    members: items.filter(({ sk }) => sk.startsWith('M#')).map(readMember),
    conversations,
  };
  const muted = items.find(({ sk }) => sk === mutedKey(id).sk) ?? null;
  return { item, group, slots, muted, toldNames: [...told.keys()] };
}
