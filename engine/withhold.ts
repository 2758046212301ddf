import { digestAt, WINDOW_MS, withheldAs } from '../core/delivery/hold';
import { byImportance } from '../core/notification/clip';
import type { Notification } from '../core/notification/notification';
import { cut, oneLine } from '../core/notification/text';
import { digestMessage } from './digest';
import { holdTtl } from './hold';
import { destinationOf, holdKey, shardOf, slotKey } from './keys';
import type { Clause, Ports, Update } from './ports';
import { CLAIM, type Claim, IS_WANTED, letGo, mayHaveBeenHeard, releaseForNewer, WANTED } from './slot';
import type { SlotItem } from './stored';
import { type StoredHold, withheldCount } from './stored-hold';

const MAX_NAME = 80;

/**
 * Keeps a page back and counts it for the digest, both or neither. It counts as told from here on, so that its end is
 * told as any other's: the digest is never given up.
 */
export async function withhold(
  ports: Ports,
  claim: Claim,
  notification: Notification,
  hold: StoredHold,
): Promise<boolean> {
  const { group, slot, lease, slotItem } = claim;
  const now = ports.clock.now();
  const { wantedRev: rev, wantedTold: told } = slotItem;
  const done: Update = {
    set: { doneRev: rev, doneTold: told, doneAt: now, digestRev: rev, believed: believedBefore(slotItem) },
    remove: [...WANTED, ...CLAIM, 'unknown'],
    add: { v: 1 },
  };
  const isOurs: Clause[] = [['lease', '=', lease], ['wantedRev', '=', rev], IS_WANTED];
  const destination = destinationOf(slot);
  const [leading] = [...notification.alerts].sort(byImportance);
  const dueAt = digestAt(hold, now);
  const count: Update = {
    set: {
      receiver: slotItem.receiver,
      slot,
      shard: shardOf(destination),
      ttl: holdTtl(now + WINDOW_MS),
      lastName: cut(oneLine(leading?.labels.alertname ?? ''), MAX_NAME),
    },
    setIfAbsent: { wakeAt: dueAt },
    add: { [withheldCount(withheldAs(leading?.labels.severity))]: 1, seen: 1 },
  };
  const counted = await ports.store.transact([
    { type: 'update', key: slotKey(group, slot), update: done, condition: [isOurs] },
    { type: 'update', key: holdKey(destination), update: count },
  ]);
  // The sweep sees to it too.
  if (counted && hold.wakeAt === null) await ports.queue.send(digestMessage(destination), dueAt - now);
  if (!counted) await releaseForNewer(ports, claim, letGo(mayHaveBeenHeard(claim)));
  return counted;
}

/** What was told, or may have been, before: its end is still owed, though a later revision that was withheld named it. */
function believedBefore({ believed = [], unknown = [], doneTold, doneRev, digestRev }: SlotItem): string[] {
  const wasTold = doneTold !== undefined && doneRev !== digestRev;
  return [...new Set([...believed, ...unknown, ...(wasTold ? [doneTold] : [])])];
}
