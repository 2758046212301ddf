import type { Conversation, Group } from '../core/incident/group';
import type { Told } from '../core/incident/told';
import type { Integration } from '../core/routing/receiver';
import type { Configuration } from './configuration/configuration';
import { integrationOf, lastResortOf } from './destinations';
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
 * Makes a group of the items of its partition, before what people have said of silences and overrides bears on it.
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
    paged: pagedIn(slots, configuration, item.receiver),
    duty: null,
    lastResort: lastResortOf(configuration),
    flapWindowMs: configuration.oncall.flapWindowMs,
    isStrict: configuration.isStrict,
    mutes: new Map(),
    mayMuteAt: null,
    timing: item.timing,
    header: headerOf(item),
    members: items.filter(({ sk }) => sk.startsWith('M#')).map(readMember),
    conversations,
  };
  const muted = items.find(({ sk }) => sk === mutedKey(id).sk) ?? null;
  return { item, group, slots, muted, toldNames: [...told.keys()] };
}

/** Conversations with people and last resorts: they are not the receiver's own, and hear of the end all the same. */
function pagedIn(
  slots: ReadonlyMap<string, SlotItem>,
  configuration: Configuration,
  receiver: string,
): readonly Integration[] {
  const own = new Set((configuration.receivers[receiver]?.integrations ?? []).map(({ key }) => key));
  const others = [...slots].filter(([key]) => !own.has(key));
  return others.flatMap(([key, slot]) => integrationOf(configuration, slot.receiver, key) ?? []);
}
