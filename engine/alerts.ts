import { isFiring, type Labels } from '../core/alert/alert';
import type { Conversation, Header, Member, Mute } from '../core/incident/group';
import { heardOf } from '../core/incident/tell';
import { isActive } from '../core/silence/silence';
import { silencedBy } from '../core/silence/silence-index';
import type { EpochMs } from '../core/time';
import { waitingGroups } from './incidents';
import { FLUSH_FROM, FLUSH_TO, groupPartition, mutedKey } from './keys';
import { type Live, LiveView } from './muting/live';
import { incidentOf } from './muting/mutes';
import { readMuted } from './muting/record';
import type { Item, Ports } from './ports';
import { conversationOf, headerOf, readHeader, readMember, readSlot, readTold } from './stored';

/** How an alert stands with one receiver. */
export type Standing = {
  readonly receiver: string;
  /** `group-episode`: the episode that is open, or about to open. */
  readonly incident: string;
  /** `pending`: it is not open yet. */
  readonly state: Exclude<Header['state'], 'idle'> | 'pending';
  /** What keeps it from being told, as the last look at its group found. */
  readonly mutes: readonly Mute[];
  /** Silences that have come since: they count from the next look on. */
  readonly soon: readonly string[];
  /** Slots that heard of it as firing. */
  readonly toldTo: readonly string[];
  /** Slots that are being told. */
  readonly telling: readonly string[];
  /** Slots that could not be told, and why. */
  readonly failed: readonly { readonly slot: string; readonly reason: string }[];
  /** When its group next looks. */
  readonly nextLookAt: EpochMs | null;
};

/** An alert that fires, and why somebody hears of it or does not. */
export type AlertStatus = {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: EpochMs;
  readonly generatorUrl: string | null;
  readonly standings: readonly Standing[];
};

/** Groups looked at together. */
const AT_ONCE = 16;

/** Every alert that fires, the oldest first, and how it stands with each receiver. It reads and changes nothing. */
export async function listAlerts({ store, clock }: Pick<Ports, 'store' | 'clock'>): Promise<readonly AlertStatus[]> {
  const now = clock.now();
  const [groups, live] = await Promise.all([waitingGroups({ store }), new LiveView().read(store)]);
  const found = new Map<string, { readonly member: Member; readonly standings: Standing[] }>();
  for (let at = 0; at < groups.length; at += AT_ONCE) {
    const some = groups.slice(at, at + AT_ONCE);
    const queried = await Promise.all(some.map((id) => store.query(groupPartition(id), FLUSH_FROM, FLUSH_TO)));
    for (const [place, items] of queried.entries()) {
      for (const { member, standing } of standingsIn(some[place] ?? '', items, live, now)) {
        const known = found.get(member.fingerprint);
        if (known) known.standings.push(standing);
        else found.set(member.fingerprint, { member, standings: [standing] });
      }
    }
  }
  const all = [...found.values()].map(({ member, standings }): AlertStatus => {
    const { fingerprint, labels, annotations, startsAt, generatorUrl } = member;
    return { fingerprint, labels, annotations, startsAt, generatorUrl, standings };
  });
  return all.sort((a, b) => a.startsAt - b.startsAt || (a.fingerprint < b.fingerprint ? -1 : 1));
}

type Found = { readonly member: Member; readonly standing: Standing };

function standingsIn(id: string, items: readonly Item[], live: Live, now: EpochMs): readonly Found[] {
  const headerItem = items.find(({ sk }) => sk === 'H');
  if (!headerItem) return [];
  const { receiver, ...rest } = readHeader(headerItem);
  const header = headerOf({ receiver, ...rest });
  const { mutes } = readMuted(items.find(({ sk }) => sk === mutedKey(id).sk) ?? null);
  const slots = slotsIn(items);
  const incident = incidentOf({ id, header });
  const members = items.filter(({ sk }) => sk.startsWith('M#')).map(readMember);
  return members
    .filter((member) => isFiring(member, now))
    .map((member): Found => {
      const { fingerprint, labels } = member;
      const known = (mutes.get(fingerprint) ?? []).filter((mute) => isStill(mute, live, now));
      const silences = silencedBy(live.index, labels, now, incident);
      const soon = silences.filter((silence) => !known.some(({ by, name }) => by === 'silence' && name === silence));
      const standing: Standing = {
        receiver,
        incident,
        state: header.state === 'idle' ? 'pending' : header.state,
        mutes: known,
        soon,
        toldTo: slots.filter(({ conversation }) => heardOf(conversation).has(fingerprint)).map(({ slot }) => slot),
        telling: slots
          .filter(({ conversation: { wanted } }) => wanted?.told.firing.has(fingerprint) === true)
          .map(({ slot }) => slot),
        failed: slots.flatMap(({ slot, reason, conversation }) => (conversation.isFailed ? [{ slot, reason }] : [])),
        nextLookAt: header.wakeAt,
      };
      return { member, standing };
    });
}

/** A silence that is over since keeps nothing quiet, though the group has not looked yet. */
const isStill = ({ by, name }: Mute, { silences }: Live, now: EpochMs): boolean =>
  by !== 'silence' || silences.some((silence) => silence.id === name && isActive(silence, now));

type Slot = { readonly slot: string; readonly reason: string; readonly conversation: Conversation };

function slotsIn(items: readonly Item[]): readonly Slot[] {
  const told = new Map(items.filter(({ sk }) => sk.startsWith('L#')).map((item) => [item.sk, readTold(item)]));
  return items
    .filter(({ sk }) => sk.startsWith('S#'))
    .map((item) => {
      const read = readSlot(item);
      return { slot: item.sk.slice(2), reason: read.failReason ?? '', conversation: conversationOf(read, told) };
    });
}
