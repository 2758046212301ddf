import type { Configuration } from '../configuration/configuration';
import { flush } from '../flush';
import { groupPartition, slotKey } from '../keys';
import type { Item, Ports } from '../ports';
import { TRIAL_SLOT, TrialFailed, trialConfiguration, trialGroup, trialPorts } from './setting';

/**
 * A new version looks at the group of the trial's alarm and wants it told.
 * @returns what was seen
 * @throws {TrialFailed} for what it did wrong
 */
export async function tryFlush(ports: Ports, configuration: Configuration): Promise<string> {
  const { outcome, reason, wanted } = await flush(trialPorts(ports), trialConfiguration(configuration), trialGroup());
  if (outcome === 'committed' && wanted.includes(TRIAL_SLOT))
    return 'a group was opened, and its receiver is to be told';
  // Tried before, and only the answer was lost: what it wanted then is still there.
  if (await slotOfTrial(ports)) return 'a group was opened before, and its receiver is to be told';
  throw new TrialFailed(`the group of an alarm that fires was ${outcome}: ${reason}; nobody was to be told`);
}

/**
 * Sees that the way ended where it should, and takes away what the trial left.
 * @returns what was seen
 * @throws {TrialFailed} when the table does not know that it was delivered
 */
export async function endTrial(ports: Ports): Promise<string> {
  const slot = await slotOfTrial(ports);
  await forgetTrial(ports);
  if (typeof slot?.doneAt !== 'number') throw new TrialFailed('the table does not know that the trial was delivered');
  return 'the table knows that it was delivered; nothing of it is left';
}

async function slotOfTrial({ store }: Ports): Promise<Item | undefined> {
  const { pk, sk } = slotKey(trialGroup(), TRIAL_SLOT);
  return (await store.query(pk, sk, sk))[0];
}

/** Takes away all that a trial wrote, wherever it ended. */
export async function forgetTrial({ store }: Ports): Promise<void> {
  const group = await store.query(groupPartition(trialGroup()), ' ', '~');
  const alerts = group.filter(({ sk }) => sk.startsWith('M#')).map(({ sk }) => `A#${sk.slice(2)}`);
  const own = (await Promise.all(alerts.map((pk) => store.query(pk, ' ', '~')))).flat();
  for (const batch of batches([...group, ...own])) {
    await store.transact(batch.map(({ pk, sk }) => ({ type: 'delete', key: { pk, sk } })));
  }
}

const MAX_WRITES = 100;

function batches(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / MAX_WRITES);
  return Array.from({ length: count }, (_, index) => items.slice(index * MAX_WRITES, (index + 1) * MAX_WRITES));
}
